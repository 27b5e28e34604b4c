import Records
import Statistics

extension Examples {
    static let storageDetails: StorageDetails = {
        var details = StorageDetails(
            directory: "~/models <new>", chosenBy: "--directory", fileSystem: "ext4", freeBytes: 400 << 30, seed: 1)
        details.fileBytes = 1 << 30
        details.proof = "an example of a proof"
        details.device = StorageDevice(name: "nvme0n1p2", model: "Example Drive", isRotational: false)
        return details
    }()

    static func storageRate(_ method: String, block: Int, readers: Int, _ value: Double) -> Measurement {
        Measurement(
            "storage", unit: "GB/s", labels: storageLabels(method, block, readers), samples: samples(around: value),
            stopped: .interval, better: .largest)
    }

    static func storageLabels(_ method: String, _ block: Int, _ readers: Int) -> [String: String] {
        ["method": method, "block_bytes": "\(block)", "readers": "\(readers)", "file_system": "ext4"]
    }

    static var storageRates: [Measurement] {
        [
            storageRate("direct", block: 128 << 10, readers: 1, 1.6),
            storageRate("direct", block: 1 << 20, readers: 4, 5),
            Measurement(
                "storage", unit: "GB/s", labels: storageLabels("direct", 8 << 20, 4), notMeasured: "an example | reason"
            ),
            storageRate("cache", block: 1 << 20, readers: 1, 20),
        ]
    }
}
