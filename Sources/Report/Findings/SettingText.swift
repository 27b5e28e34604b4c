import Quantities
import Records
import Tables

/// Every setting that was tried, and what it gained.
struct SettingText {
    let settings: EngineSettings

    /// A sentence tells of more that make no difference.
    private static let mostRows = 3

    var markdown: String {
        let unclear = settings.trials.filter { !$0.isClear }
        let isTold = unclear.count <= Self.mostRows
        let rows = settings.trials.filter { $0.isClear || isTold }
        return """
            ### Settings that were measured

            With llama-bench of *\(settings.build.escapedForMarkdown)* on this machine, in turns with what it does \
            without them, on models of random weights. \(use)

            \(rows.isEmpty ? "" : table(rows).markdown)
            \(isTold ? "" : "No clear difference: \(unclear.map(Self.short).joined(separator: "; ")).\n")
            \(cache)
            """
    }

    private var use: String {
        let gains = settings.gains.map { "`\($0)`" }
        return gains.isEmpty
            ? "None is clearly faster, so that the lines have none of them."
            : "The lines have what is clearly faster: \(gains.listed)."
    }

    private func table(_ trials: [EngineDetails.Trial]) -> Table {
        Table(
            [
                .init("Setting"), .init("Instead of"), .init("For"), .init("Gain", .right), .init("95 % interval"),
                .init(""),
            ],
            rows: trials.map { trial in
                [
                    trial.setting, trial.usual.isEmpty ? "–" : trial.usual, trial.phase, "× \(trial.gain.fixed(2))",
                    trial.interval, trial.isGain ? "faster" : trial.isClear ? "slower" : "no clear difference",
                ]
            })
    }

    private static func short(_ trial: EngineDetails.Trial) -> String {
        "\(trial.setting) for \(trial.phase) (\(trial.interval))".escapedForMarkdown
    }

    /// What the lines leave out although it is faster; empty where there is nothing.
    private var cache: String {
        guard let trial = settings.cache else { return "" }
        let value = trial.value
        return "A KV cache in \(value) (`-ctk \(value) -ctv \(value)`) is × \(trial.gain.fixed(2)) as fast for "
            + "\(trial.phase.escapedForMarkdown) and smaller, and costs a little quality: that is for you to choose, "
            + "and the lines do not have it.\n"
    }
}

extension EngineDetails.Trial {
    /// "0.98 – 1.03".
    fileprivate var interval: String { "\(low.fixed(2))\u{A0}–\u{A0}\(high.fixed(2))" }
}
