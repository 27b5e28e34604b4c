extension LanguageModel {
    /// A model that is not in the catalogue, from facts that its file tells.
    package init(
        name: String, architecture: String, layers: Int, embedding: Int, heads: Int?, kvHeads: Int?,
        headDimension: Int?, feedForward: Int?, vocabulary: Int, experts: Int, activeExperts: Int,
        tiedEmbeddings: Bool, parameters: Int, activeParameters: Int, window: Int? = nil,
        fullAttentionEvery: Int? = nil, source: String
    ) {
        self.init(
            name: name, layers: layers, embedding: embedding, heads: heads, headDimension: headDimension,
            kvHeads: kvHeads, feedForward: feedForward, gatedFeedForward: true, tiedEmbeddings: tiedEmbeddings,
            vocabulary: vocabulary, parametersBillion: Double(parameters) / 1e9,
            activeParametersBillion: Double(activeParameters) / 1e9, experts: experts, activeExperts: activeExperts,
            kvF16KiBPerToken: nil, window: window, fullAttentionEvery: fullAttentionEvery,
            architecture: architecture, source: source)
    }
}
