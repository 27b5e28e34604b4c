import Quantities
import Records
import Statistics
import Tables

/// Rates by model and threads, and what settings gained, for a person at a terminal.
struct EngineText {
    private let record: Record<EngineDetails>
    private let cells: [EngineCell]

    init(_ record: Record<EngineDetails>) {
        self.record = record
        cells = record.measurements.compactMap(EngineCell.init)
    }

    var text: String {
        let caveats = record.caveats.map { "! \($0.text)\n" }
        return (builds + [rates.isEmpty ? missing : rates, settings] + notes + caveats)
            .filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private var builds: [String] {
        record.details.builds.map { build in
            let name = record.details.builds.count > 1 ? "Build \(build.id): " : ""
            let features = build.features.map { "; may use " + $0.joined(separator: " ") } ?? ""
            let differences = build.differences.map { "  other than expected: \($0)\n" }.joined()
            return "\(name)\(build.text) (found by \(build.foundBy))\(features)\n\(differences)"
        }
    }

    private var rates: String {
        let rows = cells.filter { $0.summary != nil }
        guard !rows.isEmpty else { return "" }
        let several = record.details.builds.count > 1
        let columns: [Table.Column] =
            [.init("Model")] + (several ? [.init("Build")] : [])
            + [.init("What"), .init("Threads", .right), .init("Tokens/s", .right), .init("Repeats", .right)]
        return "Models of random weights\n\n"
            + Table(
                columns,
                rows: rows.map { cell in
                    [cell.model] + (several ? [cell.build] : [])
                        + [
                            cell.phaseText, "\(cell.threads)", (cell.summary?.median ?? 0).significant(3),
                            "± \((cell.spread * 100).fixed(1)) %",
                        ]
                }
            ).terminalText
    }

    private var missing: String {
        record.measurements.first?.notMeasured.map { "Not measured: \($0)\n" } ?? "Nothing was measured.\n"
    }

    private var settings: String {
        let trials = record.details.trials
        guard !trials.isEmpty else { return "" }
        return "Settings against llama-bench's own\n\n"
            + Table(
                [
                    .init("What"), .init("Setting"), .init("Instead of"), .init("Gain", .right), .init("95 % interval"),
                    .init(""),
                ],
                rows: trials.map { trial in
                    [
                        trial.phase, trial.setting, trial.usual, "× \(trial.gain.fixed(3))",
                        "\(trial.low.fixed(3)) – \(trial.high.fixed(3))",
                        trial.isGain ? "faster" : trial.isClear ? "slower" : "no difference",
                    ]
                }
            ).terminalText
    }

    private var notes: [String] { record.details.notes.map { "\($0)\n" } }
}
