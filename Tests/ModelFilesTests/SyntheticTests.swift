import Catalog
import ModelFiles
import Quantities
import Records
import SystemPackage
import Testing
import TestSupport

@Suite struct SyntheticTests {
    private let folder: TemporaryFolder
    private let path: FilePath

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path.appending("tiny.gguf")
    }

    private func tiny(_ architecture: String, vocabulary: Int = 512, experts: Int = 0) -> LanguageModel {
        LanguageModel(
            name: "Tiny", architecture: architecture, layers: 2, embedding: 256, heads: 4, kvHeads: 2,
            headDimension: 64, feedForward: 512, vocabulary: vocabulary, experts: experts,
            activeExperts: experts / 4, tiedEmbeddings: true, parameters: 1, activeParameters: 1, window: 512,
            fullAttentionEvery: LanguageModel.usualFullAttention(of: architecture), source: "test")
    }

    @Test(arguments: FileMix.allCases) func theFileHasTheModelsTensorsInTheMixesTypes(mix: FileMix) throws {
        let model = tiny("llama")
        let written = try SyntheticFile(model, mix)
        try written.write(to: path, existing: .keep)
        let file = try GGUFFile(path)
        #expect(file.size == written.size)
        #expect(file.weightBytes == model.weightBytes(mix))
        #expect(file.weightBytes.fileSize == written.weights)
        #expect(file.tensors.map(\.tensor) == model.tensors)
        #expect(file.fileType == mix.rawValue)
    }

    @Test(arguments: [
        ("llama", 0), ("llama", 8), ("qwen2", 0), ("qwen3", 0), ("qwen3moe", 16), ("olmoe", 16), ("phi3", 0),
        ("gemma3", 0), ("gpt2", 0), ("falcon", 0),
    ])
    func theHeaderTellsTheModel(architecture: String, experts: Int) throws {
        let model = tiny(architecture, experts: experts)
        try SyntheticFile(model, .q4_k_m).write(to: path, existing: .keep)
        let file = try GGUFFile(path)
        let read = try file.languageModel(path)
        #expect([read.name, read.architecture] == ["Tiny", architecture])
        #expect([read.layers, read.embedding, read.vocabulary] == [2, 256, 512])
        #expect([read.heads, read.kvHeads, read.headDimension, read.feedForward] == [4, 2, 64, 512])
        #expect([read.experts, read.activeExperts] == [experts, experts / 4])
        #expect(read.window == (architecture == "gemma3" ? 512 : nil))
        #expect(file.contextLength == (architecture == "gpt2" ? 1024 : 131_072))
        #expect(file.metadata["tokenizer.ggml.model"]?.text == "no_vocab")
    }

    /// Large or lopsided weights would end in infinite logits, or lead every token to the same experts.
    @Test(arguments: [
        FileMix.f32, .f16, .bf16, .q4_0, .q4_1, .q5_0, .q5_1, .q8_0, .q2_k, .q3_k_l, .q4_k_m, .q6_k, .iq4_nl, .iq4_xs,
    ])
    func weightsAreSmallAndOfMeanZero(mix: FileMix) throws {
        try SyntheticFile(tiny("llama"), mix).write(to: path, existing: .keep)
        for (tensor, weights) in try weights(atMost: 8192) where !tensor.tensor.name.contains("norm") {
            let square = weights.reduce(0) { $0 + $1 * $1 } / Float(weights.count)
            let mean = weights.reduce(0, +) / Float(weights.count)
            #expect((0.02...0.04).contains(square.squareRoot()), "\(tensor.tensor.name) \(square.squareRoot())")
            // 32 blocks' scales of either sign leave a tenth.
            #expect(abs(mean) < 0.1 * square.squareRoot(), "\(tensor.type.name) \(mean)")
            #expect(Set(weights.prefix(1000)).count > 4)
        }
        for (tensor, weights) in try weights(atMost: 256) where tensor.tensor.name.contains("norm") {
            #expect(weights.allSatisfy { (0.9...1.1).contains($0) }, "norms")
        }
    }

    /// The first of each tensor of the file.
    private func weights(atMost limit: Int = .max) throws -> [(StoredTensor, [Float])] {
        let bytes = Array(try TextFile.bytes(path))
        let header = try GGUFHeader(ByteSource(name: "tiny", bytes))
        return try header.tensors.map { tensor in
            let (start, type) = (header.dataOffset + tensor.offset, tensor.stored.type)
            let size = min(tensor.stored.bytes, limit == .max ? .max : limit / type.blockWeights * type.blockBytes)
            let weights = try stride(from: start, to: start + size, by: type.blockBytes).flatMap {
                try #require(Dequantized.block(bytes[$0..<$0 + type.blockBytes], type))
            }
            return (tensor.stored, weights)
        }
    }

    @Test func rowsDiffer() throws {
        try SyntheticFile(tiny("llama", vocabulary: 4096), .f16).write(to: path, existing: .keep)
        let embedding = try #require(try weights().first { $0.0.tensor.name == "token_embd.weight" }).1
        let rows = stride(from: 0, to: embedding.count, by: 256).map { Array(embedding[$0..<$0 + 256]) }
        #expect(Set(rows).count == 4096)
    }

    @Test func anExistingFileIsKeptUnlessToldOtherwise() throws {
        try folder.write("mine", to: "tiny.gguf")
        let file = try SyntheticFile(tiny("llama"), .q8_0)
        let failure = try #require(throws: Failure.self) { try file.write(to: path, existing: .keep) }
        #expect(failure.status == .cannotCreateOutput)
        #expect(failure.remedy.contains("--force"))
        #expect(try TextFile.read(path) == "mine")
        try file.write(to: path, existing: .replace)
        #expect(try GGUFFile(path).size == file.size)
        #expect(TextFile.names(in: folder.path) == ["tiny.gguf"])
        #expect(throws: Failure.self) { try file.write(to: folder.path, existing: .replace) }
    }

    @Test func aFileTooLargeForTheDiskIsNotBegun() throws {
        // An exbibyte.
        let file = try SyntheticFile(tiny("llama", vocabulary: 1 << 50), .f32)
        let failure = try #require(throws: Failure.self) { try file.write(to: path, existing: .keep) }
        #expect(failure.status == .cannotCreateOutput)
        #expect(failure.cause.contains("GB, and \(folder.path) has "))
        #expect(TextFile.names(in: folder.path) == [])
    }

    @Test func aMissingFolderIsNamed() throws {
        let file = try SyntheticFile(tiny("llama"), .q8_0)
        let failure = try #require(throws: Failure.self) {
            try file.write(to: folder.path.appending("none/tiny.gguf"), existing: .keep)
        }
        #expect(failure.cause.contains("ENOENT"))
        #expect(failure.remedy.contains("none"))
    }

    @Test func whatIsCancelledLeavesNothing() throws {
        let file = try SyntheticFile(tiny("llama"), .q8_0)
        #expect(throws: CancellationError.self) { try file.write(to: path, existing: .keep) { true } }
        #expect(TextFile.names(in: folder.path) == [])
    }

    @Test func anUnknownArchitectureIsNamed() throws {
        let failure = try #require(throws: Failure.self) { try SyntheticFile(tiny("mamba"), .q8_0) }
        #expect(failure.status == .unavailable)
        #expect(failure.cause.contains("mamba"))
    }
}
