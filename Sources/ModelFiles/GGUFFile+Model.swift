import Catalog
import Records
import SystemPackage

extension GGUFFile {
    /// The language model in the file.
    /// - Parameter path: for the message.
    /// - Throws: `Failure` with 65 where the file holds something else, such as a picture encoder.
    package func languageModel(_ path: FilePath) throws -> LanguageModel {
        guard let architecture, let layers, let embedding, let vocabulary,
            tensors.contains(where: { $0.tensor.name == "token_embd.weight" })
        else {
            throw Failure(
                .badData, cannot: "predict for \(path)",
                because: "it holds no language model: it lacks general.architecture, its block_count or "
                    + "embedding_length, or the tensor token_embd.weight",
                remedy: "Name the model's file, not that of an adapter, a vocabulary or a picture encoder")
        }
        guard experts == 0 || (1...experts).contains(activeExperts) else {
            throw Failure(
                .badData, cannot: "predict for \(path)",
                because: "it uses \(activeExperts) of \(experts) experts for a token",
                remedy: "Obtain the file again, or convert it anew")
        }
        return LanguageModel(
            name: name ?? path.stem ?? architecture, architecture: architecture, layers: layers, embedding: embedding,
            heads: heads, kvHeads: kvHeads, headDimension: headDimension, feedForward: feedForward,
            vocabulary: vocabulary, experts: experts, activeExperts: activeExperts, tiedEmbeddings: isTied,
            parameters: weights, activeParameters: weightBytes.weightsPerToken,
            window: window, fullAttentionEvery: window.flatMap { _ in fullAttentionEvery },
            source: "the file's header")
    }
}
