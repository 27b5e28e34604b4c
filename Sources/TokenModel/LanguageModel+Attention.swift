import Catalog

extension LanguageModel {
    /// What attention of one token costs for each byte of keys and values, over what it costs with the heads that the
    /// probe's loop has: engines go through the cache once for each query head, and have work with each row beside its
    /// numbers.
    package var attentionWeight: Double {
        // Latent attention has other rows than its heads'.
        guard kvF16KiBPerToken == nil, let heads, let kvHeads, let headDimension, kvHeads > 0, headDimension > 0 else {
            return 1
        }
        let row = { (numbers: Double) in (numbers + Self.rowWork) / numbers }
        return Double(heads) / Double(kvHeads) / Self.probesGroup * row(Double(headDimension))
            / row(Self.probesDimension)
    }

    /// The probe's loop: query heads to each head of keys and values, and the numbers of one.
    private static let probesGroup = 4.0
    private static let probesDimension = 128.0
    /// A row's product, its exponential and the calls take as long as so many numbers more.
    private static let rowWork = 48.0
}
