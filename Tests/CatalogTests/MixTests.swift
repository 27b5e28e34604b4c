import Catalog
import Quantities
import Testing

@Suite struct MixTests {
    private func weights(_ model: String, _ mix: String) throws -> WeightBytes {
        let model = try #require(try Catalog.builtIn().models(matching: model).first)
        let mix = try #require(FileMix(rawValue: mix))
        return try #require(model.weightBytes(mix))
    }

    /// Published files hold a header as well, of which the tokenizer has 5 to 10 MB.
    @Test(arguments: [
        ("Llama 3.1 8B", "Q4_K_M", 4.920739232), ("Qwen2.5 14B", "Q4_K_M", 8.988110976),
        ("Qwen3 32B", "Q4_K_M", 19.762150048),
    ])
    func sizesOfPublishedFiles(model: String, mix: String, gigabytes: Double) throws {
        let header = gigabytes - (try weights(model, mix).fileSize.gigabytes)
        #expect((0.004...0.012).contains(header), "\(header * 1000) MB are left for the header")
    }

    /// Published in fewer digits.
    @Test(arguments: [
        ("Llama 3.2 1B", "Q4_K_M", 0.80), ("Qwen2.5 7B", "Q4_K_M", 4.68), ("Phi-4 14B", "Q4_K_M", 9.05),
        ("Phi-4 14B", "Q8_0", 15.58), ("Qwen2.5 72B", "Q4_0", 40.9), ("Llama 2 70B", "Q4_0", 38.9),
    ])
    func sizesOfRoundedFiles(model: String, mix: String, gigabytes: Double) throws {
        let size = try weights(model, mix).fileSize.gigabytes
        #expect(abs(size / gigabytes - 1) < 0.01, "\(size) GB")
    }

    /// Its rows of 640 are no whole blocks of 256: the file calls itself Q4_K_M, and is Q5_0 and Q8_0. The figures are
    /// those of a real file of 253113024 bytes, whose data begins at 6525120.
    @Test func oddWidthsFallBack() throws {
        let bytes = try weights("Gemma 3 270M", "Q4_K_M")
        #expect(bytes.fileSize.bytes == 253_113_024 - 6_525_120)
        #expect(bytes.file.keys.sorted { $0.rawValue < $1.rawValue } == [.f32, .q5_0, .q8_0, .q4_k, .q6_k])
        #expect(bytes.bytesPerToken == bytes.fileSize, "the output matrix is the table of embeddings")
    }

    /// GPT-2's and Falcon's shapes have their own tensors; every model's weights must add up to what is known of it.
    @Test func tensorsHaveAsManyWeightsAsTheModel() throws {
        for model in try Catalog.builtIn().models {
            guard let tensors = model.tensors else { continue }
            let billion = Double(tensors.map(\.weights).reduce(0, +)) / 1e9
            #expect(abs(billion / model.parametersBillion - 1) < 0.01, "\(model.name): \(billion)")
            #expect(Set(tensors.map(\.name)).count == tensors.count)
        }
    }

    /// Models with tied embeddings read all; others leave all but a row of the table out, a mixture most experts.
    @Test(arguments: ["Llama 3.2 1B", "Llama 3.1 8B", "Qwen3 30B-A3B", "Mixtral 8x7B", "Falcon 180B"])
    func bytesPerTokenFollowTheActiveWeights(name: String) throws {
        let model = try #require(try Catalog.builtIn().models(matching: name).first)
        let bits = Double(try weights(name, "F16").bytesPerToken.bytes * 8)
        #expect(abs(bits / 16 / (model.activeParametersBillion * 1e9) - 1) < 0.025, "\(bits / 16e9)")
    }

    private func type(_ model: String, _ mix: String, _ tensor: String) throws -> TensorType {
        let model = try #require(try Catalog.builtIn().models(matching: model).first)
        let found = try #require(model.tensors?.first { $0.name == tensor })
        return MixRules(model, try #require(FileMix(rawValue: mix))).type(found)
    }

    /// Read from llama.cpp's rules by hand.
    @Test(arguments: [
        ("Llama 3.1 8B", "Q4_K_M", "blk.3.attn_v.weight", TensorType.q6_k),
        ("Llama 3.1 8B", "Q4_K_M", "blk.4.attn_v.weight", .q4_k),
        ("Llama 3.1 8B", "Q4_K_M", "blk.6.ffn_down.weight", .q6_k),
        ("Llama 3.1 8B", "Q4_K_M", "blk.28.ffn_down.weight", .q6_k),
        ("Llama 3.1 8B", "Q4_K_M", "blk.4.attn_k.weight", .q4_k),
        ("Llama 3.1 8B", "Q4_K_M", "blk.4.attn_norm.weight", .f32), ("Llama 3.1 8B", "Q4_K_M", "output.weight", .q6_k),
        ("Llama 3.1 8B", "Q4_K_M", "token_embd.weight", .q4_k), ("Llama 3.2 1B", "Q4_K_M", "token_embd.weight", .q6_k),
        ("Llama 3.1 70B", "Q4_K_M", "blk.11.attn_v.weight", .q5_k), ("Llama 3.1 8B", "Q8_0", "output.weight", .q8_0),
        ("Llama 3.1 8B", "Q4_0", "output.weight", .q6_k), ("Llama 3.1 8B", "Q4_K_S", "blk.3.ffn_down.weight", .q5_k),
        ("Llama 3.1 8B", "Q4_K_S", "blk.4.ffn_down.weight", .q4_k),
        ("Llama 3.1 8B", "Q2_K", "blk.9.attn_v.weight", .q4_k),
        ("Llama 2 7B", "Q2_K", "blk.9.attn_v.weight", .q3_k), ("Llama 2 7B", "Q2_K", "blk.9.attn_output.weight", .q3_k),
        ("Llama 2 7B", "Q3_K_M", "blk.1.ffn_down.weight", .q5_k),
        ("Llama 2 7B", "Q3_K_M", "blk.2.ffn_down.weight", .q4_k),
        ("Mixtral 8x7B", "Q4_K_M", "blk.9.attn_k.weight", .q8_0),
        ("Mixtral 8x7B", "Q4_K_M", "blk.9.attn_output.weight", .q5_k),
        ("Mixtral 8x7B", "Q4_K_M", "blk.9.ffn_gate_inp.weight", .f32),
        ("Falcon 180B", "Q4_K_M", "output.weight", .q8_0),
        ("Falcon 180B", "Q4_K_M", "blk.5.ffn_down.weight", .q5_k),
        ("Qwen2.5 0.5B", "Q4_K_M", "token_embd.weight", .q8_0),
        ("Qwen2.5 0.5B", "Q5_K_M", "blk.3.attn_q.weight", .q5_1),
        ("Qwen2.5 0.5B", "Q2_K", "blk.3.attn_q.weight", .q4_0),
        ("Qwen2.5 0.5B", "IQ4_XS", "blk.3.attn_q.weight", .iq4_nl), ("Llama 3.1 8B", "BF16", "output.weight", .bf16),
        ("Qwen3 30B-A3B", "Q4_K_M", "blk.0.ffn_down_exps.weight", .q6_k),
        ("Qwen3 30B-A3B", "Q4_K_M", "blk.0.ffn_up_exps.weight", .q4_k),
    ])
    func typesByTheRules(model: String, mix: String, tensor: String, expected: TensorType) throws {
        #expect(try type(model, mix, tensor) == expected)
    }

    /// Averages that stand in for unknown models are those of models that are known.
    @Test func averagesOfMixesAgreeWithTheRules() throws {
        for format in try Catalog.builtIn().formats where format.kind == .mix {
            let size = try weights("Llama 2 7B", format.name).fileSize
            let bits = Double(size.bytes * 8) / 6_738_415_616
            #expect(abs(bits - format.bitsPerWeight) < 0.025, "\(format.name): \(bits)")
        }
    }

    @Test func blocksAgreeWithTheFormats() throws {
        for format in try Catalog.builtIn().formats where format.kind == .block {
            let type = try #require(TensorType.allCases.first { $0.name == format.name })
            #expect(Double(type.blockBytes * 8) / Double(type.blockWeights) == format.bitsPerWeight, "\(format.name)")
        }
    }
}
