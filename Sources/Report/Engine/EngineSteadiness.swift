import Quantities
import Records
import Statistics

/// Whether the machine stayed as it was while an engine was rated: what reading memory between its runs gave.
struct EngineSteadiness {
    private let pulse: Measurement?
    private let hasChanged: Bool

    init(_ record: Record<EngineDetails>) {
        pulse = record.measurements.first { $0.quantity == EnginePulse.quantity }
        hasChanged = record.caveats.contains { if case .changedDuringRun = $0.kind { true } else { false } }
    }

    /// With fewer there is no beginning and no end to compare.
    private static let fewest = 3

    /// A sentence, plain text.
    var text: String {
        guard let pulse, pulse.summary != nil, let least = beats.min(), let most = beats.max() else {
            return "Whether the machine stayed as it was meanwhile is not known: "
                + "\(pulse?.notMeasured ?? "reading memory between the engine's runs was not recorded")."
        }
        let verdict =
            hasChanged
            ? "the machine changed meanwhile (see the caveats)"
            : beats.count < Self.fewest
                ? "too few to tell whether the machine stayed as it was"
                : "from beginning to end the machine stayed as it was, to 5 %"
        return "Between the engine's runs memory was read \(beats.count) times, at \(least.significant(3)) to "
            + "\(most.significant(3)) \(pulse.unit): \(verdict)."
    }

    /// The median of each.
    private var beats: [Double] {
        guard let pulse else { return [] }
        let values = pulse.samples.map(\.value)
        let size = max(1, pulse.labels["per_beat"].flatMap { Int($0) } ?? 1)
        return stride(from: 0, to: values.count, by: size).compactMap { start in
            Array(values[start..<min(start + size, values.count)]).median
        }
    }
}
