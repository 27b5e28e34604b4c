import Records

/// About how long it takes until arrays are in memory: pages come into being where they are first touched.
package struct FillTime: Sendable {
    /// Bytes a second that one thread fills, and all threads of a node.
    private let ofThread: Double
    private let ofNode: Double

    /// Values written one after the other. Zeroed pages and values are two writes, at 3 GB/s and more each.
    package static let values = FillTime(ofThread: 1.5e9, ofNode: 15e9)
    /// Cycles of pointers in random order, where most writes miss the caches.
    package static let cycles = FillTime(ofThread: 0.5e9, ofNode: 4e9)

    /// Seconds for some bytes on one node.
    package func seconds(_ bytes: Int, threads: Int) -> Double { Double(bytes) / rate(threads) }

    /// The room that a node's arrays have if they must be filled within a time; never less than 8 MiB.
    /// - Parameter room: what there is without such a limit; nil where it is not known.
    package func room(_ room: MemoryRoom?, seconds: Double, threads: Int) -> MemoryRoom {
        // Arrays take 80 % of their room.
        let bytes = max(8 << 20, Int(min(1e18, seconds * rate(threads) / 0.8)))
        let timed = MemoryRoom(bytes: bytes, limit: "the time for filling more")
        return room.map { $0.bytes <= bytes ? $0 : timed } ?? timed
    }

    private func rate(_ threads: Int) -> Double { min(ofNode, ofThread * Double(max(1, threads))) }
}
