import Records
import Statistics
import Report
import Catalog

extension Examples {
    /// A record taken in other circumstances.
    static func record<Details: Codable & Sendable>(
        _ probe: String, _ details: Details, in environment: Environment, caveats: [Caveat] = [],
        measurements: [Measurement] = []
    ) throws -> JSONValue {
        let record = Record(
            probe: probe, arguments: [], startedAt: "2026-01-02T03:04:05Z", seconds: 9, environment: environment,
            caveats: caveats, measurements: measurements, details: details)
        return try RecordCoding.record(from: try RecordCoding.encode(record), source: "example", probe: probe)
    }

    /// The topology's record with another machine or other settings.
    static func topology(
        _ change: (inout TopologyDetails) -> Void = { _ in }, settings: (inout Environment) -> Void = { _ in }
    ) throws -> JSONValue {
        var details = twoSocketTopology
        change(&details)
        var environment = Environment(host: "example", kernel: "Linux 6.1 x86_64")
        settings(&environment)
        return try record("topology", details, in: environment)
    }

    /// Memory so slow that it binds generation: 60 GB/s of each node.
    static func slowMemory() throws -> JSONValue {
        let loops = ["0", "1", "all"].map { cell("read", "none", node: $0, $0 == "all" ? 120 : 60) }
        func read(_ rate: Double, _ labels: [String: String]) -> Measurement {
            Measurement(
                "bandwidth", unit: "GB/s", labels: self.labels("read", "none", "0").merging(labels) { $1 },
                samples: samples(around: rate), stopped: .interval, better: .largest)
        }
        let others = [
            read(120, ["study": "interleaved", "cpu_node": "all", "memory_node": "interleaved", "threads": "32"]),
            read(54, ["study": "pages", "pages": "small", "page_size": "4 KiB"]),
            read(60, ["study": "pages", "pages": "transparent huge", "page_size": "2 MiB"]),
        ]
        return try record("bandwidth", BandwidthDetails(placements: [], seed: 1), measurements: loops + others)
    }

    /// A section of the report on a two-socket server with rates of inference, after a change.
    static func section(_ title: String, _ change: (inout RunResult) throws -> Void = { _ in }) throws -> String {
        var result = try twoSocketServerWithInference()
        try change(&result)
        let text = try HardwareReport(result, catalog: try Catalog.builtIn()).markdown
        let parts = text.parts(between: "\n## ")
        return parts.first { $0.hasPrefix(title + "\n") } ?? ""
    }
}

extension String {
    /// The parts between a text.
    func parts(between separator: String) -> [String] {
        var parts: [String] = [], part: Substring = self[...]
        while let range = part.firstRange(of: separator) {
            parts.append(String(part[..<range.lowerBound]))
            part = part[range.upperBound...]
        }
        return parts + [String(part)]
    }
}
