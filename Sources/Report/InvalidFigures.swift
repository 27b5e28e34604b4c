import Records
import Tables

/// Figures of a result that must not be relied on, and what that means for what rests on them.
struct InvalidFigures {
    /// "9 of 12 figures of probe-bandwidth", in the order in which programs run.
    private let counts: [String]
    /// Why, of the first.
    private let reason: String?
    /// Whether predictions of a model's speed rest on any of them.
    let spoilPredictions: Bool

    /// - Parameter measurements: of each program that has a record.
    init(_ measurements: [(probe: String, all: [Measurement])]) {
        let invalid = measurements.map { ($0.probe, $0.all.filter { $0.invalid != nil }, $0.all) }
        counts = invalid.filter { !$0.1.isEmpty }.map { probe, own, all in
            "\(own.count) of \(all.count { $0.summary != nil }) figures of probe-\(probe)"
        }
        reason = invalid.lazy.flatMap(\.1).compactMap(\.invalid).first
        spoilPredictions = invalid.contains { probe, own, _ in
            own.contains { Self.bearing.contains(probe) || $0.labels["kind"] == LatencyCell.Kind.barrier.rawValue }
        }
    }

    /// Programs whose figures predictions are made from; of latency it is the barrier.
    private static let bearing: Set = ["bandwidth", "flops", "scaling", "inference", "storage"]

    /// After the subject of a sentence that rests on them; empty where there are none.
    var mark: String { spoilPredictions ? " (invalid)" : "" }

    /// For the head of a report; nil where there are none.
    var headline: String? {
        guard let reason, !counts.isEmpty else { return nil }
        return "\(counts.listed) are invalid: \(reason). They, and what rests on them, tell what the quota grants and "
            + "not what the machine can do. Run without the quota (docker: without --cpus)."
    }

    /// For predictions; nil where they rest on none.
    var warning: String? {
        headline.flatMap {
            spoilPredictions ? "These predictions are invalid, as they rest on figures that are. \($0)" : nil
        }
    }
}

extension ReportContext {
    var invalid: InvalidFigures {
        let all = [
            ("bandwidth", bandwidth?.measurements), ("latency", latency?.measurements),
            ("flops", flops?.measurements), ("smt", smt?.measurements), ("scaling", scaling?.measurements),
            ("inference", inference?.measurements), ("storage", storage?.measurements),
            ("engine", engineRating?.measurements),
        ]
        return InvalidFigures(all.map { ($0.0, $0.1 ?? []) })
    }

    /// A paragraph before predictions; empty where they may be relied on.
    var invalidPredictions: String { invalid.warning.map { "**\($0.escapedForMarkdown)**\n\n" } ?? "" }
}
