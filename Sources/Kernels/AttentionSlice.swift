import CKernels

/// The query heads that share one KV head, the keys and values that it keeps of all tokens, and the results.
///
/// The memory belongs to whoever made the slice, who keeps it until the last use. Each start is 4-byte aligned.
package struct AttentionSlice: @unchecked Sendable {
    /// A row of `headDimension` numbers for each token.
    package let keys: UnsafeMutableRawPointer
    /// A row of `headDimension` numbers for each token.
    package let values: UnsafeMutableRawPointer
    /// Bytes from a token's row to the next one's: those of all KV heads, where they lie side by side.
    package let stride: Int
    /// `group` times `headDimension` numbers.
    package let queries: UnsafeMutablePointer<Float>
    /// `group` times `headDimension` numbers.
    package let results: UnsafeMutablePointer<Float>
    /// Tokens.
    package let context: Int
    /// Query heads.
    package let group: Int
    package let headDimension: Int

    /// How far a result may be from the oracle's, as a part of the largest of its head.
    package static var tolerance: Double { CK_ATTENTION_TOLERANCE }

    package init(
        keys: UnsafeMutableRawPointer, values: UnsafeMutableRawPointer, stride: Int,
        queries: UnsafeMutablePointer<Float>, results: UnsafeMutablePointer<Float>, context: Int, group: Int,
        headDimension: Int
    ) {
        self.keys = keys
        self.values = values
        self.stride = stride
        self.queries = queries
        self.results = results
        self.context = context
        self.group = group
        self.headDimension = headDimension
    }

    /// Writes seeded rows of the kernel's format and seeded queries, and to the results a value that no kernel
    /// produces. The thread that calls it touches the pages first.
    package func fill(for kernel: AttentionKernel, seed: UInt64) {
        ck_attention_fill(kernel.format, keys, values, stride, context, headDimension, seed)
        ck_attention_fill_queries(queries, group, headDimension, seed)
        poison()
    }

    /// Writes to the results a value that no kernel produces.
    package func poison() { ck_attention_poison(results, group, headDimension) }

    /// The first query head whose results are further from the oracle's than `tolerance`, or nil if none is. It takes
    /// about a microsecond a token and query head: look at some of the `queries` only.
    package func firstError(after kernel: AttentionKernel, seed: UInt64, in queries: Range<Int>? = nil) -> Int? {
        (queries ?? 0..<group).clamped(to: 0..<group).first {
            error(query: $0, after: kernel, seed: seed) > Self.tolerance
        }
    }

    /// How far a query head's results are from the oracle's, as a part of the largest of them.
    package func error(query: Int, after kernel: AttentionKernel, seed: UInt64) -> Double {
        var raw = raw
        return ck_attention_error(kernel.format, &raw, query, seed)
    }

    var raw: ck_attention_slice {
        ck_attention_slice(
            keys: keys, values: values, stride: stride, context: context, queries: queries, results: results,
            group: group, head_dimension: headDimension)
    }
}
