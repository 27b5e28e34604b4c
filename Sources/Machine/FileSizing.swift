import Quantities

/// How large the temporary file may be. Bytes.
package struct FileSizing {
    package let size: Int
    /// What made it smaller than wished; nil where nothing did.
    package let limit: String?

    /// Less tells nothing of a drive.
    package static let least = 1 << 20
    /// What is left free, whatever was asked for.
    private static let reserve = 1 << 30

    /// - Parameters:
    ///   - free: what the user may still write; of a file system in memory, at most the available memory.
    package init(wished: Int, free: Int) {
        let limits = [
            (size: free / 10, text: "a tenth of the \(ByteCount(free).rounded) that are free"),
            (size: max(0, free - Self.reserve), text: "the 1 GiB that is left free of \(ByteCount(free).rounded)"),
        ]
        let tightest = limits.min { $0.size < $1.size }
        let most = tightest?.size ?? 0
        limit = most < wished ? tightest?.text : nil
        // Whole blocks of the usual largest size, and whole pages at least.
        let unit = min(wished, most) >= 8 << 20 ? 8 << 20 : 4096
        size = min(wished, most) / unit * unit
    }
}
