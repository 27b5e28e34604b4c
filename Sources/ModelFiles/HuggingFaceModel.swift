import Catalog
import Quantities
import Records
import SystemPackage

/// A model in a folder of Hugging Face's layout: config.json and safetensors files. Weights are never read.
package struct HuggingFaceModel: Sendable {
    package let languageModel: LanguageModel
    /// Bytes of the language model's weights as they are stored, by type: "BF16".
    package let stored: [String: Int]
    /// As a GGUF file has them.
    private let tensors: [ModelTensor]

    /// All weights of the language model as they are stored.
    package var storedBytes: ByteCount { ByteCount(stored.values.reduce(0, +)) }

    /// - Throws: `Failure` with 66 where a file is missing; 65 where one is damaged, they do not fit together, the
    ///   model is quantized already, or it is of a type that this does not know.
    package init(_ folder: FilePath) throws {
        let path = folder.appending("config.json")
        let bytes = try ByteSource.withFile(path, kind: "a model's folder with a config.json") { source in
            guard source.size <= 16 << 20 else { throw source.damaged("it has \(source.size) bytes") }
            return try source.read(0, source.size)
        }
        let parts = try SafetensorsParts(folder)
        try self.init(
            try HuggingFaceConfig(bytes, name: path.string), parts.tensors, folder,
            name: folder.lexicallyNormalized().stem ?? "model")
    }

    private init(
        _ config: HuggingFaceConfig, _ found: [SafetensorsTensor], _ folder: FilePath, name: String
    ) throws {
        var collected = CollectedTensors(config, folder)
        for tensor in found { try collected.add(tensor) }
        tensors = try collected.whole()
        stored = collected.stored
        let wide = tensors.compactMap { StoredTensor($0, .f32) }
        let all = WeightBytes(wide, experts: config.experts, activeExperts: config.activeExperts)
        // Of other architectures llama.cpp ignores the window.
        let fullAttention = LanguageModel.usualFullAttention(of: config.architecture)
        languageModel = LanguageModel(
            name: name, architecture: config.architecture, layers: config.layers, embedding: config.embedding,
            heads: config.heads, kvHeads: config.kvHeads, headDimension: config.headDimension,
            feedForward: config.feedForward, vocabulary: config.vocabulary, experts: config.experts,
            activeExperts: config.activeExperts, tiedEmbeddings: !tensors.contains { $0.role == .output },
            parameters: tensors.map(\.weights).reduce(0, +), activeParameters: all.weightsPerToken,
            window: fullAttention.flatMap { _ in config.window }, fullAttentionEvery: fullAttention,
            source: "config.json and the headers of its weights")
        try Self.check(tensors, against: languageModel, folder)
    }

    /// The tensors of a GGUF file of a mix made from this model.
    package func storedTensors(_ mix: FileMix) -> [StoredTensor] {
        let rules = MixRules(languageModel, mix)
        return tensors.compactMap { StoredTensor($0, rules.type($0)) }
    }

    /// The bytes of each type in such a file.
    package func weightBytes(_ mix: FileMix) -> WeightBytes {
        WeightBytes(storedTensors(mix), experts: languageModel.experts, activeExperts: languageModel.activeExperts)
    }

    /// Every tensor that the figures of config.json ask for must be there, and of that shape.
    private static func check(_ tensors: [ModelTensor], against model: LanguageModel, _ folder: FilePath) throws {
        let shapes = Dictionary(uniqueKeysWithValues: tensors.map { ($0.name, $0.dimensions) })
        for expected in model.tensors ?? [] where shapes[expected.name] != expected.dimensions {
            let size = expected.dimensions.map(String.init).joined(separator: " × ")
            let found = shapes[expected.name].map { $0.map(String.init).joined(separator: " × ") } ?? "none"
            throw Failure(
                .badData, cannot: "read \(folder)",
                because: "config.json asks for \(expected.name) of \(size), and the weights have \(found)",
                remedy: "Obtain all files of the model again, from one place")
        }
    }
}
