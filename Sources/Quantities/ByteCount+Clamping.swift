extension ByteCount {
    /// Of a computed number of bytes, which may be beyond what `Int` holds, or be no number: then the most there is.
    package init(clamping bytes: Double) {
        // 2^62 leaves room to add to it.
        self.init(bytes < 0x1p62 ? Int(max(0, bytes)) : 1 << 62)
    }
}
