import Quantities
import Records
import Tables
import TokenModel

extension RunComparison {
    /// What a person reads.
    /// - Parameters:
    ///   - listing: which figures are listed one by one.
    ///   - threshold: the share by which a figure may become worse; nil where none was named.
    package func page(_ listing: Listing = .moved, threshold: Double? = nil) -> ComparisonPage {
        let machine = runs.first?.machine ?? ""
        return ComparisonPage(
            [.heading("\(runs.count) runs of one machine: \(machine)"), .table(runTable)] + settings
                + moved(listing) + unclear(listing) + details(listing) + rest(listing) + predicted
                + (threshold.map(regressed) ?? []))
    }

    /// Which figures are listed.
    package enum Listing: Sendable {
        /// Those that moved.
        case moved
        case all
    }

    /// "A" for the first run.
    static func letter(_ index: Int) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        return index < letters.count ? String(letters[index]) : "\(index + 1)"
    }

    private var letters: [String] { runs.indices.map(Self.letter) }
    private var last: String { letters.last ?? "" }

    private var runTable: Table {
        Table(
            [.init("Run"), .init("File"), .init("Host"), .init("Began")],
            rows: zip(letters, runs).map { letter, run in
                [letter, run.name.printable, run.result.host.printable, run.result.startedAt.printable]
            })
    }

    private var settings: [ComparisonPage.Part] {
        guard !differences.isEmpty else {
            return [.text("The settings that the runs tell of are the same: program, kernel, pages, SMT, quota.")]
        }
        let table = Table(
            [.init("Setting")] + letters.map { .init($0) }, rows: differences.map { [$0.name] + $0.values })
        return [.heading("What else differs"), .table(table)]
    }

    /// A terminal's page; JSON and CSV have all.
    private static let mostMoved = 40

    private func moved(_ listing: Listing) -> [ComparisonPage.Part] {
        let those = changes(.moved, .main)
        let all = changes.count { $0.first.rank == .main }
        let heading = ComparisonPage.Part.heading("What moved")
        guard all > 0 else { return [heading, .text("A and \(last) have no figure in common.")] }
        guard !those.isEmpty else {
            return [heading, .text("Nothing: none of \(all) figures moved beyond noise from A to \(last).")]
        }
        let worse = those.count(where: \.isWorse)
        let text =
            "\(those.count) of \(all) figures moved beyond noise from A to \(last): \(worse) worse, "
            + "\(those.count - worse) better." + caution
        let shown = listing == .all ? those : Array(those.prefix(Self.mostMoved))
        let rest = those.count > shown.count ? ", the greatest \(shown.count) (--all lists all)" : ""
        return [
            heading, .text(text), .table(summary), .text("Medians, the greatest change first\(rest):"),
            .table(table(shown)),
        ]
    }

    /// What was disturbed moves more between runs than within one.
    private var caution: String {
        let disturbed = [runs.first, runs.last].compactMap(\.self).contains { !$0.disturbed.isEmpty }
        guard disturbed else { return "" }
        return " Other work disturbed these runs, and between runs it may change more than within one: repeat both, "
            + "and trust what moves each time."
    }

    /// More would hide what is certain.
    private static let mostUnclear = 10

    private func unclear(_ listing: Listing) -> [ComparisonPage.Part] {
        let those = changes(.unclear, .main)
        guard !those.isEmpty else { return [] }
        let shown = listing == .all ? those : Array(those.prefix(Self.mostUnclear))
        let more = those.count > shown.count ? " The greatest \(shown.count) of them (--all lists all):" : ""
        let text =
            "\(those.count) more: beyond both intervals, but of too few independent samples to be sure among so many "
            + "figures. Repeat both runs with a greater --time-budget.\(more)"
        return [.heading("What may have moved"), .text(text), .table(table(shown))]
    }

    private func details(_ listing: Listing) -> [ComparisonPage.Part] {
        let those = changes(.moved, .detail)
        let all = changes.count { $0.first.rank == .detail }
        guard all > 0 else { return [] }
        let what = "points of curves over working sets and operations per cycle"
        guard listing == .all, !those.isEmpty else {
            let hint = those.isEmpty ? "" : " (--all lists them)"
            return [.text("Of \(all) \(what) \(those.isEmpty ? "none" : "\(those.count)") moved\(hint).")]
        }
        return [.heading("Points of curves, and operations per cycle"), .table(table(those))]
    }

    private func rest(_ listing: Listing) -> [ComparisonPage.Part] {
        let still = changes.filter { $0.verdict == .withinNoise }
        let one = [(onlyFirst, "A"), (onlyLast, last)].filter { !$0.0.isEmpty }
        let missing = one.map { names, letter in "\(Self.are(names.count)) only in \(letter)" }
        let spoilt = changes.count { $0.verdict == .invalid }
        let invalid = spoilt == 0 ? [] : ["\(Self.are(spoilt)) invalid, as a CPU quota stopped the threads"]
        let counts = ["\(Self.are(still.count)) within noise"] + invalid + missing
        guard listing == .all else { return [.text(counts.joined(separator: "; ") + ".")] }
        let lists = one.map { names, letter in
            ComparisonPage.Part.text("Only in \(letter): \(names.joined(separator: "; ")).")
        }
        return (still.isEmpty ? [] : [.heading("Within noise"), .table(table(still))]) + lists
    }

    private static func are(_ count: Int) -> String { count == 1 ? "1 figure is" : "\(count) figures are" }

    private var predicted: [ComparisonPage.Part] {
        guard !predictions.isEmpty else { return [] }
        let rows = predictions.map { prediction in
            [prediction.model.printable, prediction.format.printable]
                + prediction.rates.map { $0?.rangeText ?? "–" } + [prediction.change.map(Self.percent) ?? "–"]
        }
        let columns = [Table.Column("Model"), .init("Format")] + letters.map { .init($0, .right) }
        return [
            .heading("What it means for generation"),
            .text("Predicted tokens/s with 90 % intervals, by the profile of A; they follow from the figures above."),
            .table(Table(columns + [.init("Change", .right)], rows: rows)),
        ]
    }

    private func regressed(_ threshold: Double) -> [ComparisonPage.Part] {
        let those = regressions(beyond: threshold)
        return [.heading("Regressions"), .text(regressionText(threshold))]
            + (those.isEmpty ? [] : [.table(table(those))])
    }

    /// What CI tells.
    package func regressionText(_ threshold: Double) -> String {
        let those = regressions(beyond: threshold)
        let limit = "\((threshold * 100).shortest(decimals: 2)) %"
        guard let worst = those.first else { return "No figure became worse by more than \(limit), beyond noise." }
        return "\(TopologyDetails.count(those.count, "figure")) became worse by more than \(limit), beyond noise; "
            + "most of all \(worst.first.name): \(Self.percent(worst.change))."
    }

    private func table(_ changes: [FigureChange]) -> Table {
        let hasNotes = changes.contains { !$0.note.isEmpty }
        let columns: [Table.Column] =
            [.init("Figure")] + letters.map { .init($0, .right) } + [.init("Unit"), .init("Change", .right), .init("")]
        return Table(
            columns + (hasNotes ? [.init("Found differently")] : []),
            rows: changes.map { change in
                let between = runs.dropFirst().dropLast().map { $0.figures.byKey[change.first.key]?.value?.median }
                let values = [change.firstValue.median] + between + [change.lastValue.median]
                let sense = change.change == 0 ? "" : change.isWorse ? "worse" : "better"
                return [change.first.name] + values.map { $0?.significant(3) ?? "–" }
                    + [change.first.unit.printable, Self.percent(change.change), sense]
                    + (hasNotes ? [change.note] : [])
            })
    }

    /// "+3.2 %", "-24.5 %", "+1200 %".
    static func percent(_ share: Double) -> String {
        let percent = share * 100
        let digits = abs(percent) < 99.95 ? percent.fixed(1) : percent.fixed(0)
        return (percent > 0 && digits != "0.0" ? "+" : "") + digits + "\u{A0}%"
    }
}
