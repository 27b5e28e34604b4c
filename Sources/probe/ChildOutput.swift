/// What a child writes to its standard output, up to a limit: it may write without end.
struct ChildOutput: Sendable {
    private(set) var bytes: [UInt8] = []
    private(set) var isTooMuch = false

    /// A record of a 32-node machine with all its samples stays well below this.
    static let largest = 256 << 20

    /// - Returns: whether more may come.
    mutating func append(_ chunk: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count + chunk.count <= Self.largest else {
            bytes = []
            isTooMuch = true
            return false
        }
        bytes += chunk
        return true
    }
}
