import Catalog
import ModelFiles
import Quantities
import Records
import SystemPackage
import Testing
import TestSupport

@Suite struct HuggingFaceTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func read(_ checkpoint: Checkpoint) throws -> HuggingFaceModel {
        try checkpoint.write(to: folder)
        return try HuggingFaceModel(folder.path)
    }

    private func cause(_ checkpoint: Checkpoint) throws -> String {
        let failure = try #require(throws: Failure.self) { try read(checkpoint) }
        #expect(failure.status == .badData)
        return failure.cause
    }

    @Test func theFolderTellsTheModel() throws {
        let read = try read(.llama)
        let model = read.languageModel
        #expect(model.architecture == "llama")
        #expect([model.layers, model.embedding, model.vocabulary] == [2, 64, 96])
        #expect([model.heads, model.kvHeads, model.headDimension, model.feedForward] == [4, 2, 16, 128])
        #expect(!model.tiedEmbeddings)
        // Two tables, a norm, and per layer two norms, attention of 64 + 32 + 32 + 64 rows and three matrices.
        let weights = 2 * 96 * 64 + 64 + 2 * (2 * 64 + 192 * 64 + 3 * 128 * 64)
        #expect(read.stored == ["BF16": 2 * weights])
        #expect(read.storedBytes == ByteCount(2 * weights))
        #expect(model.parametersBillion == Double(weights) / 1e9)
    }

    /// As the catalogue would compute it for the same figures.
    @Test(arguments: [FileMix.f16, .q8_0, .q4_0]) func aMixHasTheBytesOfTheModelsTensors(mix: FileMix) throws {
        for checkpoint in [Checkpoint.llama, .mixture] {
            let read = try read(checkpoint)
            #expect(read.weightBytes(mix) == read.languageModel.weightBytes(mix))
        }
    }

    @Test func expertsAreJoined() throws {
        let model = try read(.mixture).languageModel
        #expect([model.experts, model.activeExperts] == [4, 2])
        var short = Checkpoint.mixture
        short.tensors.removeAll { $0.name.contains("layers.1.block_sparse_moe.experts.3.w2") }
        #expect(try cause(short).contains("blk.1.ffn_down_exps.weight has 3 of 4 experts"))
    }

    @Test func partsAreReadByTheirIndex() throws {
        let whole = try read(.llama)
        let parted = try TemporaryFolder()
        try Checkpoint.llama.writeParts(to: parted)
        let read = try HuggingFaceModel(parted.path)
        #expect(read.stored == whole.stored)
        #expect(read.weightBytes(.q8_0) == whole.weightBytes(.q8_0))
    }

    @Test func tiedEmbeddingsHaveNoOutputMatrix() throws {
        var tied = Checkpoint.llama
        tied.config["tie_word_embeddings"] = "true"
        #expect(try read(tied).languageModel.tiedEmbeddings)
    }

    /// The language model of one that sees pictures has its figures and tensors in a part of their own.
    @Test func picturesAreLeftOut() throws {
        var seeing = Checkpoint.llama
        let figures = seeing.configText
        seeing.config = ["model_type": "\"gemma3\"", "text_config": figures]
        seeing.tensors = seeing.tensors.map { ("language_model." + $0.name, $0.shape, $0.type) }
        seeing.add("vision_tower.encoder.weight", [7, 9], "F32")
        #expect(try read(seeing).languageModel.layers == 2)
        #expect(try read(seeing).stored["F32"] == nil)
    }

    @Test func quantizedModelsAreNamedAndRefused() throws {
        var quantized = Checkpoint.llama
        quantized.config["quantization_config"] = #"{"quant_method": "gptq", "bits": 4}"#
        #expect(try cause(quantized).contains("quantized already, by gptq"))
        var integers = Checkpoint.llama
        integers.tensors[3].type = "I8"
        #expect(try cause(integers).contains("stored as I8"))
    }

    @Test func unknownModelsAndTensorsAreNamed() throws {
        var unknown = Checkpoint.llama
        unknown.config["model_type"] = "\"mamba\""
        #expect(try cause(unknown).contains("mamba"))
        var odd = Checkpoint.llama
        odd.add("model.layers.0.self_attn.sinks", [4])
        #expect(try cause(odd).contains("model.layers.0.self_attn.sinks"))
    }

    @Test(arguments: [
        ("hidden_size", "\"64\"", "hidden_size is no whole number"), ("hidden_size", "0", "hidden_size is 0"),
        ("num_hidden_layers", "1e99", "num_hidden_layers"), ("num_hidden_layers", "99999999999", "num_hidden_layers"),
        ("vocab_size", "null", "vocab_size is missing"), ("num_hidden_layers", "3", "blk.2."),
        ("intermediate_size", "256", "blk.0.ffn_gate.weight of 64 × 256"), ("vocab_size", "97", "token_embd.weight"),
        ("num_local_experts", "4", "num_experts_per_tok is missing"), ("model_type", "7", "model_type is no text"),
    ])
    func figuresMustBePossible(field: String, value: String, words: String) throws {
        var wrong = Checkpoint.llama
        wrong.config[field] = value
        #expect(try cause(wrong).contains(words))
    }

    @Test func missingFilesAreNamed() throws {
        for name in ["config.json", "model.safetensors"] {
            let failure = try #require(throws: Failure.self) { try HuggingFaceModel(folder.path) }
            #expect(failure.status == .inputMissing)
            #expect(failure.description.contains(name))
            try folder.write(Checkpoint.llama.configText, to: "config.json")
        }
        try Checkpoint.llama.writeParts(to: folder)
        try folder.write(bytes: Checkpoint.file(header: "{}", 0), to: "model-00002-of-00002.safetensors")
        let failure = try #require(throws: Failure.self) { try HuggingFaceModel(folder.path) }
        #expect(failure.cause.contains("which the index has in it"))
    }

    @Test(arguments: [#""../other.safetensors""#, #""/etc/passwd""#, "7", #""model.bin""#, #""""#])
    func anIndexReachesNoOtherFolder(file: String) throws {
        try Checkpoint.llama.write(to: folder)
        try folder.write("{\"weight_map\": {\"a\": \(file)}}", to: "model.safetensors.index.json")
        let failure = try #require(throws: Failure.self) { try HuggingFaceModel(folder.path) }
        #expect(failure.cause.contains("a is in no safetensors file of the folder"))
    }
}
