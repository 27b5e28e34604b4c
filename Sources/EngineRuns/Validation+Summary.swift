import Quantities
import Statistics
import TokenModel

extension Validation {
    /// How good predictions of some rows are. Rows that the profile was fitted to are not among them.
    package struct Summary: Hashable, Sendable {
        /// "generation", "generation at depth 2048", "prompt, clang".
        package let name: String
        package let rows: Int
        /// Of the errors' magnitudes, as shares.
        package let median: Double
        /// Of rows that are not noisy; nil where all are.
        package let worst: Double?
        package let worstRow: String?
        /// The share of measured figures in the 90 % interval.
        package let inside: Double
        package let simpleMedian: Double?
        package let simpleWorst: Double?
        /// Rows whose repeats differ too much to count in the worst.
        package let noisy: Int
    }

    /// Of generation and of prompts; then each by depth and by engine, where there are several.
    package var summaries: [Summary] {
        let judged = rows.filter { !$0.isTrained && $0.predicted != nil }
        return [Calibration.Phase.generation, .prompt].flatMap { phase -> [Summary?] in
            let own = judged.filter { $0.run.phase == phase }
            let depths = Set(own.map(\.run.depth)).sorted()
            let engines = own.map(\.run.engine).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
            let byDepth =
                depths.count < 2
                ? []
                : depths.map { depth in
                    Summary("\(phase.rawValue) at depth \(depth)", own.filter { $0.run.depth == depth })
                }
            let byEngine =
                engines.count < 2
                ? []
                : engines.map { engine in
                    Summary("\(phase.rawValue), \(engine)", own.filter { $0.run.engine == engine })
                }
            return [Summary(phase.rawValue, own)] + byDepth + byEngine
        }.compactMap(\.self)
    }
}

extension Validation.Summary {
    /// Nil of no rows.
    fileprivate init?(_ name: String, _ rows: [Validation.Row]) {
        let errors = rows.compactMap { $0.error?.magnitude }
        guard let median = errors.median else { return nil }
        let steady = rows.filter { !$0.run.isNoisy }
        let worst = steady.max { ($0.error?.magnitude ?? 0) < ($1.error?.magnitude ?? 0) }
        let simple = rows.compactMap { $0.simpleError?.magnitude }
        self.init(
            name: name, rows: errors.count, median: median,
            worst: worst?.error?.magnitude, worstRow: worst?.run.name,
            inside: Double(rows.count { $0.isInside == true }) / Double(rows.count),
            simpleMedian: simple.median,
            simpleWorst: steady.compactMap { $0.simpleError?.magnitude }.max(), noisy: rows.count - steady.count)
    }
}
