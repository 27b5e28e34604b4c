import Records
import Statistics
import TokenModel

/// What was read per second, by threads, by node and by working set.
struct ReadRates {
    private let cells: [BandwidthCell]
    private let scaling: [ScalingCell]
    private let whole: String

    /// Nil where the whole machine's reading was not measured.
    init?(_ context: ReportContext) {
        guard let whole = context.cells.wholeMachine, context.readBandwidth != nil else { return nil }
        self.whole = whole
        cells = context.cells.filter { $0.kernel == "read" && ($0.summary?.low ?? 0) > 0 }
        scaling = context.scalingCells.filter { $0.workload == .read && ($0.summary?.low ?? 0) > 0 }
    }

    /// Against the working set, in bytes per second; nil where the placement was not measured.
    func curve(_ placement: Placement, threads: Int) -> RateCurve? {
        guard let memory = memory(placement, threads: threads) else { return nil }
        let caches = caches(threads: threads, below: memory)
        let largest = caches.map(\.size).max() ?? 0
        return RateCurve(caches + [RateCurve.Point(size: max(1, 2 * largest), rate: memory)])
    }

    /// From memory.
    private func memory(_ placement: Placement, threads: Int) -> Estimate<Double>? {
        let places: (cpu: String, memory: String) =
            switch placement {
            case .whole, .split: (whole, whole)
            case .node(let id): ("\(id)", "\(id)")
            case .interleaved: ("all", "interleaved")
            }
        let own = cells.filter { $0.cpuNode == places.cpu && $0.memoryNode == places.memory && $0.workingSet == nil }
        let ownScaling = placement == .whole || placement == .split ? scaling : []
        let measured =
            own.compactMap { cell in cell.summary.map { ($0, threads: cell.threads) } }
            + ownScaling.compactMap { cell in cell.summary.map { ($0, threads: cell.threads) } }
        let best = Dictionary(grouping: measured, by: \.threads).compactMap { threads, all in
            all.map(\.0).max { $0.median < $1.median }.map { fastest in
                // The ceiling is the best loop's; how sure it is, all loops that read from memory tell: a machine that
                // changed between them is known no better.
                let low = all.map(\.0.low).min() ?? fastest.low, high = all.map(\.0.high).max() ?? fastest.high
                let rate = Estimate(median: fastest.median * 1e9, low: low * 1e9, high: high * 1e9)
                return RateCurve.Point(size: Double(threads), rate: rate)
            }
        }
        return RateCurve(best)?.at(Double(threads))
    }

    /// From caches that hold the working sets of all threads together, as far as they are faster than memory. The
    /// curve of all threads tells of those in between by their number.
    private func caches(threads: Int, below memory: Estimate<Double>) -> [RateCurve.Point] {
        // What one core reads from memory says nothing of many, who share it.
        let levels = cells.filter {
            $0.study == "levels" && $0.workingSet != nil && $0.threads > 0 && $0.measurement.labels["level"] != "dram"
        }
        guard let nearest = levels.map(\.threads).min(by: { abs($0 - threads) < abs($1 - threads) }) else { return [] }
        let share = Double(threads) / Double(nearest)
        return levels.filter { $0.threads == nearest }.compactMap { cell in
            guard let summary = cell.summary, let each = cell.workingSet, summary.median * share * 1e9 > memory.median
            else { return nil }
            let rate = summary.estimate(scale: share * 1e9)
            return RateCurve.Point(size: Double(each) * Double(threads), rate: rate)
        }
    }
}
