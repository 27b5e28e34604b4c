import Quantities

extension LanguageModel {
    /// Keys and values that a layer keeps for each token, as numbers; nil where the source does not tell.
    package var kvNumbersPerLayer: Double? {
        // Latent attention keeps less than its heads would.
        if let kvF16KiBPerToken, layers > 0 { return kvF16KiBPerToken * 1024 / 2 / Double(layers) }
        guard let kvHeads, let headDimension else { return nil }
        // In Double here and below, since a file's header may claim any number.
        return 2 * Double(kvHeads) * Double(headDimension)
    }

    /// Tokens that all layers together attend to, each those within its window.
    /// - Parameter context: tokens before the new one.
    package func attendedTokens(context: Int) -> Double {
        guard let window, window < context else { return Double(layers) * Double(context) }
        let full = fullAttentionEvery.map { $0 > 0 ? layers / $0 : 0 } ?? 0
        return Double(full) * Double(context) + Double(layers - full) * Double(window)
    }

    /// The KV cache of one sequence.
    /// - Parameter bytesPerNumber: 2 of F16, 34/32 of Q8_0.
    package func kvCache(context: Int, bytesPerNumber: Double = 2) -> ByteCount? {
        kvNumbersPerLayer.map { ByteCount(clamping: $0 * bytesPerNumber * attendedTokens(context: context)) }
    }

    /// Each so many-th layer of an architecture sees the whole context (llama.cpp's `set_swa_pattern`); nil where all
    /// do.
    package static func usualFullAttention(of architecture: String) -> Int? {
        ["gemma2": 2, "gpt-oss": 2, "gemma3": 6, "gemma3n": 5][architecture]
    }
}
