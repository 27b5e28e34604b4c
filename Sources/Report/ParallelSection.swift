import Quantities
import Records
import Statistics
import Tables

/// What more threads are worth for each kind of work, and how many to use.
struct ParallelSection: ReportSection {
    let context: ReportContext

    var markdown: String {
        guard let record = context.scaling else { return context.missingSection("Speed-up with threads", "scaling") }
        guard !context.curves.isEmpty else {
            let why = context.scalingCells.contains { $0.summary == nil } ? "" : "Not measured: one thread at most.\n"
            return "## Speed-up with threads\n\n" + (why.isEmpty ? notMeasured : why)
        }
        let cores = record.details.cores
        let second =
            context.curves.contains { ($0.points.last?.threads ?? 0) > cores }
            ? " The first \(cores) threads have a core each; further ones share them (SMT)." : ""
        let placements =
            context.hasPlacements
            ? " *Compact* fills one L3, die and package before the next; *spread* has threads share as little as "
                + "possible." : ""
        return """
            ## Speed-up with threads

            \(advice.map { "- \($0)\n" }.joined())
            E_par is the speed-up against one thread divided by the number of threads: 1.00 is all that more threads \
            can give.\(placements)\(second)

            """ + parts.map(\.markdown).filter { !$0.isEmpty }.map { "\n" + $0 }.joined()
                + (notMeasured.isEmpty ? "" : "\nNot measured:\n\n" + notMeasured)
    }

    var figures: [Figure] { context.curves.isEmpty ? [] : parts.flatMap(\.figures) }

    private var parts: [any ReportSection] {
        [
            EfficiencySection(context: context), ScalingFitSection(context: context),
            EverySpeedupSection(context: context),
        ]
    }

    /// Thread counts to give to an engine, as llama.cpp's options.
    private var advice: [String] {
        guard let details = context.scaling?.details else { return [] }
        return ThreadAdvice.Use.allCases.compactMap { use in
            guard let advice = ThreadAdvice(use, context.curves, of: details) else {
                return use == .generation
                    ? "**Generation:** no advice: neither the dot product nor reading was measured."
                    : "**Prompt:** no advice: multiply-adds were not measured."
            }
            return use.sentence(advice, hasPlacements: context.hasPlacements)
        }
    }

    /// What has no figure, by reason.
    private var notMeasured: String {
        let missing = context.scalingCells.filter { $0.summary == nil }
        let reasons = missing.reduce(into: [String]()) { if !$0.contains($1.reason) { $0.append($1.reason) } }
        return reasons.map { reason in
            let own = missing.filter { $0.reason == reason }
            let names = Workload.allCases.compactMap { workload -> String? in
                let count = own.count { $0.workload == workload }
                return count == 0 ? nil : "\(workload.name) (\(count))"
            }
            return "- \(reason.escapedForMarkdown): \(names.joined(separator: ", ")).\n"
        }.joined()
    }
}

extension ThreadAdvice.Use {
    /// "**Generation:** `-t 12` (spread): 99 % of the best rate of reading memory, of the thread counts measured; fewer
    /// threads lose more than 2 %."
    fileprivate func sentence(_ advice: ThreadAdvice, hasPlacements: Bool) -> String {
        let (title, option) = self == .generation ? ("Generation", "-t") : ("Prompt processing", "-tb")
        let share = "\((advice.shareOfBest * 100).fixed(0)) % of the best rate"
        let placement = hasPlacements && advice.threads > 1 ? " (\(advice.placement))" : ""
        let instead =
            self == .generation && advice.workload != .dot ? "; the quantized dot product was not measured" : ""
        let measured = advice.restrictionText.map { ", \($0)" } ?? ", of the thread counts measured"
        let fewer = advice.fewerText.map { "; \($0)" } ?? ""
        return "**\(title):** `\(option) \(advice.threads)`\(placement.escapedForMarkdown): \(share) of "
            + "\(advice.workload.name)\(measured)\(fewer)\(instead)."
    }
}

extension ScalingCurve {
    /// Points with one thread on a core each, as far as the laws of speed-up go.
    func points(cores: Int) -> [Point] { points.filter { $0.threads <= cores } }

    /// The point with the most threads that have a core each.
    func whole(cores: Int) -> Point? { points(cores: cores).last }

    /// The points that tell a curve of many: powers of two, what fills a part of the machine, the knee and the last.
    func telling(_ boundaries: [Int]) -> [Point] {
        guard points.count > 10 else { return points }
        return points.filter { point in
            point.threads.nonzeroBitCount == 1 || boundaries.contains(point.threads) || point.threads == knee
                || point.threads == points.last?.threads
        }
    }
}

extension Workload {
    /// For a table or a figure's key.
    var shortName: String {
        switch self {
        case .fma, .triad, .loads: name
        case .read: "read"
        case .dot: "dot product"
        }
    }
}

extension [ScalingCurve] {
    /// A workload's placements side by side.
    var byWorkload: [ScalingCurve] { Workload.allCases.flatMap { workload in filter { $0.workload == workload } } }
}
