import Glibc

extension LanguageModel {
    /// The model with only so many of its layers; what is counted over all of them, such as the KV cache of a token,
    /// falls in proportion. Weights are left as they are: `ModelDemand` has those.
    package func part(layers count: Int) -> LanguageModel {
        scaled(name: name, layers: count, width: 1, weights: 1, source: source)
    }

    /// A model like this with another number of weights, its depth and its widths grown alike: weights go with the
    /// depth and the square of the width. Its shape is assumed.
    package func scaled(toParameters parameters: Double) -> LanguageModel {
        let factor = parameters / (parametersBillion * 1e9)
        let side = Glibc.cbrt(factor)
        return scaled(
            name: "a dense model", layers: max(1, Int((Double(layers) * side).rounded())), width: side,
            weights: factor, source: "from memory: scaled from \(name)")
    }

    private func scaled(name: String, layers count: Int, width: Double, weights: Double, source: String)
        -> LanguageModel
    {
        func scale(_ number: Int) -> Int { max(1, Int((Double(number) * width).rounded())) }
        let depth = Double(count) / Double(max(1, layers))
        return LanguageModel(
            name: name, layers: count, embedding: scale(embedding), heads: heads.map(scale),
            headDimension: headDimension, kvHeads: kvHeads.map(scale), feedForward: feedForward.map(scale),
            gatedFeedForward: gatedFeedForward, tiedEmbeddings: tiedEmbeddings, vocabulary: vocabulary,
            parametersBillion: parametersBillion * weights, activeParametersBillion: activeParametersBillion * weights,
            experts: experts, activeExperts: activeExperts,
            kvF16KiBPerToken: kvF16KiBPerToken.map { $0 * depth * width },
            window: window, fullAttentionEvery: fullAttentionEvery, architecture: architecture,
            source: source)
    }
}
