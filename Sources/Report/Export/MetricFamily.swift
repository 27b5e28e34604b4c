import Tables

/// One metric of OpenMetrics, with all its samples.
struct MetricFamily: Hashable, Sendable {
    /// "probe_memory_latency_seconds"; it ends in its unit.
    let name: String
    /// "seconds", "bytes_per_second"; nil of what has none.
    let unit: String?
    let help: String
    private(set) var samples: [Sample] = []

    struct Sample: Hashable, Sendable {
        let labels: [(name: String, value: String)]
        let value: Double

        static func == (left: Sample, right: Sample) -> Bool {
            left.value == right.value && left.labels.elementsEqual(right.labels, by: ==)
        }

        func hash(into hasher: inout Hasher) { hasher.combine(value) }
    }

    /// - Parameter name: without the unit.
    init(_ name: String, unit: String?, help: String) {
        self.name = unit.map { "\(name)_\($0)" } ?? name
        self.unit = unit
        self.help = help
    }

    /// Adds a sample; one of the same labels as an earlier one is left out, since readers refuse such.
    mutating func add(_ labels: [(name: String, value: String)], _ value: Double) {
        let own = labels.filter { !$0.value.isEmpty }
        guard value.isFinite, !samples.contains(where: { $0.labels.elementsEqual(own, by: ==) }) else { return }
        samples.append(Sample(labels: own, value: value))
    }
}

extension MetricFamily {
    /// Its lines. All are gauges, also what OpenMetrics would call an info: the node exporter reads the older text
    /// format, which knows no infos.
    var text: String {
        let head =
            ["# TYPE \(name) gauge"] + (unit.map { ["# UNIT \(name) \($0)"] } ?? [])
            + ["# HELP \(name) \(Self.escaped(help))"]
        let lines = samples.map { sample in
            let labels = sample.labels.map { "\($0.name)=\"\(Self.escaped($0.value))\"" }.joined(separator: ",")
            return name + (labels.isEmpty ? "" : "{\(labels)}") + " \(sample.value)"
        }
        return (head + lines).map { "\($0)\n" }.joined()
    }

    /// Backslash, quote and newline, as the format asks for.
    private static func escaped(_ text: String) -> String {
        text.unicodeScalars.map { scalar in
            switch scalar {
            case "\\": "\\\\"
            case "\"": "\\\""
            case "\n": "\\n"
            // The text may be shown on a terminal.
            default: String(scalar).printable
            }
        }.joined()
    }
}
