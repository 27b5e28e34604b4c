import Quantities
import Records
import Statistics

extension FindingRule {
    /// Whether the clock falls over seconds.
    static let clock = FindingRule("the clock over seconds") { basis in
        let cells = basis.context.peaks.filter { $0.study == .sag }
        let sags = cells.compactMap { cell in ClockSag(cell).map { (cell, $0) } }
        guard !sags.isEmpty else {
            return .impossible(
                why: basis.context.flops == nil
                    ? basis.context.reasonMissing("flops") : "it was not watched for five seconds or more")
        }
        guard let (cell, sag) = sags.filter(\.1.sags).min(by: { $0.1.change < $1.1.change }) else { return .clear }
        return .found([
            Finding(
                "The clock falls under load",
                evidence: "Under \(cell.setName) on \(cell.coresName) it fell from "
                    + "\(sag.firstClock.median.significant(3)) to \(sag.lastClock.median.significant(3)) GHz in "
                    + "\(sag.seconds.significant(2)) s (probe-flops).",
                cost: basis.cost(computing: sag.firstClock.median / sag.lastClock.median, .atMost),
                action: "Look at temperatures and power: better cooling, or a higher power limit in the firmware's "
                    + "setup (PL1 and PL2, cTDP, PPT). Generation that memory binds loses nothing; prompts lose as "
                    + "much as the clock.",
                commands: basis.isGuest ? [] : ["sudo turbostat --quiet --interval 2"])
        ])
    }

    /// Below this share of the table's operations per cycle, a core is not all there.
    private static let wholeCore = 0.85

    /// Whether cores do per cycle what their table says.
    static let sharedCores = FindingRule("cores against theory") { basis in
        let peaks = basis.context.peaks
        let all = ["int8", "fp32"].compactMap(peaks.fastest).filter { $0.shareOfTheory != nil && $0.cores > 1 }
        guard let cell = all.max(by: { ($0.shareOfTheory ?? 0) < ($1.shareOfTheory ?? 0) }),
            let share = cell.shareOfTheory
        else {
            return .impossible(
                why: basis.context.flops == nil
                    ? basis.context.reasonMissing("flops") : "no table has these cores, or their clock was not measured"
            )
        }
        guard share > 0, share < wholeCore else { return .clear }
        let one = peaks.measuredPeaks.first { $0.isSameLoop(as: cell) && $0.cores == 1 && $0.package == nil }?
            .shareOfTheory
        let alone = one.map { ", and one alone \(($0 * 100).fixed(0)) %" } ?? ""
        return .found([
            Finding(
                "Cores do less in a cycle than they should",
                evidence: "\(cell.coresName.capitalizedStart) reach \((share * 100).fixed(0)) % of the operations per "
                    + "cycle that the table has\(alone) (probe-flops, \(cell.typeName) with \(cell.setName)). "
                    + ((one ?? 0) > wholeCore
                        ? "What one can and all cannot is shared: two of them are threads of one core, or others use "
                            + "them." : "Either the table is wrong for this core, or others use it too."),
                cost: basis.cost(computing: 1 / share, .atMost),
                action: basis.isGuest
                    ? "Ask for whole cores: virtual CPUs that are pinned to cores of their own, or a dedicated host. "
                        + "Measure again at another hour: neighbours come and go."
                    : "Look for other work on the sibling threads of these cores, and repeat the run without it.")
        ])
    }
}

extension String {
    fileprivate var capitalizedStart: String { prefix(1).uppercased() + dropFirst() }
}
