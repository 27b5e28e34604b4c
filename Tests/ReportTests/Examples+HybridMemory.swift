import Records
import Statistics

/// What its memory would do.
extension HybridDesktop {
    static let placement = ArrayPlacement(
        node: 0, arrayBytes: 96 << 20, cacheBytes: 24 << 20, placedBy: "mbind", pagesAsked: 73_728,
        pagesOnNode: 73_728, hugeShare: 1)

    static let levels = CacheLevel.matching(told: [("l1", 48 << 10), ("l2", 1280 << 10), ("l3", 24 << 20)], steps: [])

    private static func bandwidth(
        _ study: String, _ kernel: String, _ value: Double, _ more: [String: String] = [:]
    ) -> Measurement {
        let labels = [
            "study": study, "kernel": kernel, "isa": "avx2", "cpu_node": "0", "memory_node": "0", "threads": "14",
            "stores": kernel == "read" ? "none" : "nontemporal", "credited_bytes": kernel == "read" ? "8" : "24",
            "moved_bytes": kernel == "read" ? "8" : "24",
        ]
        return figure("bandwidth", "GB/s", value, labels.merging(more) { $1 })
    }

    static var bandwidths: [Measurement] {
        let loops = [
            bandwidth("loops", "read", 66), bandwidth("loops", "triad", 61),
            bandwidth("loops", "triad", 48, ["stores": "regular", "moved_bytes": "32"]),
        ]
        let scaling = [(1, 31.0), (2, 50), (4, 63), (6, 66), (14, 66)].map {
            bandwidth("scaling", "read", $1, ["threads": "\($0)"])
        }
        let sizes: [(kibibytes: Int, level: String, rate: Double)] = [
            (24, "l1", 410), (640, "l2", 190), (12 << 10, "l3", 82), (96 << 10, "dram", 31),
        ]
        let curve = sizes.map {
            bandwidth(
                "levels", "read", $0.rate,
                ["threads": "1", "working_set_bytes": "\($0.kibibytes << 10)", "level": $0.level, "typical": "yes"])
        }
        let pages = [("small", "4 KiB", 60.0), ("transparent huge", "2 MiB", 66)].map {
            bandwidth("pages", "read", $2, ["pages": $0, "page_size": $1])
        }
        return loops + scaling + curve + pages
    }

    static let latencyDetails = LatencyDetails(
        placements: [placement], seed: 1, levels: levels, handoverCPUs: IDSet([0, 1, 2, 12, 16]), plan: [])

    private static func latency(_ kind: String, _ value: Double, _ labels: [String: String]) -> Measurement {
        figure("latency", "ns", value, labels.merging(["kind": kind]) { $1 }, better: .smallest)
    }

    static var latencies: [Measurement] {
        let home = ["cpu_node": "0", "memory_node": "0", "pages": "transparent huge", "page_size": "2 MiB"]
        let levels = [("l1", 24, 1.1), ("l2", 640, 3.2), ("l3", 12 << 10, 17), ("dram", 96 << 10, 86)].map {
            latency("level", $2, home.merging(["level": $0, "working_set_bytes": "\($1 << 10)"]) { $1 })
        }
        let pairs = [(0, 1, "core", 4.0), (0, 2, "L3", 33), (0, 12, "L3", 44), (12, 16, "L3", 47)].map {
            latency("handover", $3, ["cpu": "\($0)", "peer_cpu": "\($1)", "shares": $2])
        }
        return levels + pairs + [(2, 80.0), (14, 310)].map { latency("barrier", $1, ["threads": "\($0)"]) }
    }
}
