import Records
import Statistics

extension Examples {
    private static func bandwidth(_ study: String, _ kernel: String, _ value: Double, _ more: [String: String])
        -> Measurement
    {
        let stores = kernel == "read" ? "none" : study == "levels" ? "regular" : "nontemporal"
        let labels = labels(kernel, stores, "0").merging(["study": study]) { $1 }.merging(more) { $1 }
        return Measurement(
            "bandwidth", unit: "GB/s", labels: labels, samples: samples(around: value), stopped: .interval,
            better: .largest)
    }

    /// What a run measures beyond its loops.
    static var otherBandwidths: [Measurement] {
        var cells = [
            bandwidth("shapes", "read", 188, ["streams": "1", "prefetch": "hardware"]),
            bandwidth("shapes", "read", 190, ["streams": "2", "prefetch": "software"]),
            bandwidth("matrix", "read", 95, ["cpu_node": "0", "memory_node": "1"]),
            bandwidth("matrix", "read", 93, ["cpu_node": "1", "memory_node": "0"]),
            bandwidth("matrix", "triad", 80, ["cpu_node": "0", "memory_node": "1"]),
        ]
        cells.append(
            Measurement(
                "bandwidth", unit: "GB/s",
                labels: labels("triad", "nontemporal", "0").merging(["study": "matrix", "cpu_node": "1"]) { $1 },
                notMeasured: "an example of a <reason>"))
        for (threads, share) in [(1, 0.22), (2, 0.44), (4, 0.86), (8, 0.98), (16, 1.0)] {
            cells.append(bandwidth("scaling", "read", 190 * share, ["threads": "\(threads)"]))
            cells.append(bandwidth("scaling", "triad", 180 * share, ["threads": "\(threads)"]))
        }
        cells += levels
        cells.append(
            bandwidth("interleaved", "read", 250, ["cpu_node": "all", "memory_node": "interleaved", "threads": "32"]))
        for (pages, size, share) in [("small", "4 KiB", 0.93), ("transparent huge", "2 MiB", 1.0)] {
            cells.append(bandwidth("pages", "read", 190 * share, ["pages": pages, "page_size": size]))
        }
        return cells
    }

    private static var levels: [Measurement] {
        let sizes = [8, 16, 24, 48, 96, 192, 512, 1024, 2048, 6144, 16_384, 32_768, 65_536, 131_072]
        let typical = ["l1": 24, "l2": 192, "l3": 6144, "dram": 131_072]
        return sizes.flatMap { kibibytes in
            let (level, rate) =
                kibibytes <= 48
                ? ("l1", 500.0)
                : kibibytes <= 1024 ? ("l2", 200) : kibibytes <= 32_768 ? ("l3", 110) : ("dram", 40)
            var more = ["threads": "1", "working_set_bytes": "\(kibibytes << 10)", "level": level]
            if typical[level] == kibibytes { more["typical"] = "yes" }
            return [bandwidth("levels", "read", rate, more), bandwidth("levels", "triad", rate * 1.2, more)]
        }
    }

    static let cacheLevels = [
        CacheLevel.matching(told: [("l1", 48 << 10), ("l2", 1 << 20), ("l3", 32 << 20)], steps: [])
    ].flatMap(\.self)

    static var latencies: [Measurement] {
        let home = ["cpu_node": "0", "memory_node": "0", "pages": "transparent huge", "page_size": "2 MiB"]
        var cells = [("l1", 24, 1.1), ("l2", 192, 3.6), ("l3", 6144, 14), ("dram", 131_072, 110)].map {
            latency("level", $2, home.merging(["level": $0, "working_set_bytes": "\($1 << 10)"]) { $1 })
        }
        cells += [(0, 0, 110.0), (0, 1, 195), (1, 0, 198), (1, 1, 112)].map {
            latency("node", $2, home.merging(["cpu_node": "\($0)", "memory_node": "\($1)", "level": "dram"]) { $1 })
        }
        cells += [(0, 1, "L3", 31.0), (0, 16, "nothing", 140), (0, 17, "nothing", 150), (1, 16, "nothing", 145)].map {
            latency("handover", $3, ["cpu": "\($0)", "peer_cpu": "\($1)", "shares": $2])
        }
        cells += [(2, 90.0), (32, 400)].map { latency("barrier", $1, ["threads": "\($0)"]) }
        cells += [(0, 0.0, 110.0), (50, 90, 130), (100, 150, 210)].map {
            latency(
                "loaded", $2, home.merging(["load_percent": "\($0)", "load_gb_s": "\($1)", "threads": "16"]) { $1 })
        }
        cells += [(8, 1.1), (32, 1.1), (128, 3.6), (512, 3.8), (4096, 14), (65_536, 100), (131_072, 110)].map {
            latency("curve", $1, home.merging(["working_set_bytes": "\($0 << 10)"]) { $1 })
        }
        return cells + [
            Measurement(
                "latency", unit: "ns", labels: ["kind": "handover"], notMeasured: "an example | of a reason")
        ]
    }

    private static func latency(_ kind: String, _ value: Double, _ labels: [String: String]) -> Measurement {
        Measurement(
            "latency", unit: "ns", labels: labels.merging(["kind": kind]) { $1 }, samples: samples(around: value),
            stopped: .interval, better: .smallest)
    }
}
