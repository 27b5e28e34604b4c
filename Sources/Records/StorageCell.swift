import Statistics

/// A rate of sequential reading with its labels read.
package struct StorageCell: Sendable {
    package let measurement: Measurement
    package let method: Method
    /// Bytes of one read.
    package let blockBytes: Int
    /// Threads that read at once, each a part of its own.
    package let readers: Int
    package let fileSystem: String

    package static let quantity = "storage"

    /// Where the bytes come from.
    package enum Method: String, CaseIterable, Sendable {
        /// From storage, past the page cache (O_DIRECT).
        case direct
        /// From storage through the page cache, which was emptied of the file before each sample.
        case dropped
        /// From the page cache, as when a model is loaded a second time.
        case cache
    }

    /// Nil where the measurement is none of storage.
    package init?(_ measurement: Measurement) {
        func number(_ label: String) -> Int? {
            measurement.labels[label].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
        }
        guard measurement.quantity == Self.quantity,
            let method = measurement.labels["method"].flatMap(Method.init), let block = number("block_bytes"),
            let readers = number("readers")
        else { return nil }
        self.measurement = measurement
        self.method = method
        blockBytes = block
        self.readers = readers
        fileSystem = measurement.labels["file_system"] ?? "unknown"
    }

    package var summary: Summary? { measurement.summary }
    package var reason: String { measurement.notMeasured ?? "no reason was recorded" }
}

extension [StorageCell] {
    /// The fastest that is read from storage; nil where none was measured.
    package var fastestFromStorage: StorageCell? { fastest { $0.method != .cache } }

    /// The fastest that is read from the page cache; nil where none was measured.
    package var fastestFromCache: StorageCell? { fastest { $0.method == .cache } }

    private func fastest(_ belongs: (StorageCell) -> Bool) -> StorageCell? {
        filter { belongs($0) && $0.summary != nil }
            .max { ($0.summary?.median ?? 0) < ($1.summary?.median ?? 0) }
    }
}
