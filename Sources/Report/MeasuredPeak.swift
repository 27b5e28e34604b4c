import Quantities
import Records
import Statistics
import TokenModel

/// What all cores reach together in FP32 multiply-adds, as the product that the simple model is written in: the sum of
/// what each core reaches alone (F_cpu), and the share of it that they reach together (E_par).
struct MeasuredPeak {
    /// All cores at once; it already contains what they lose to each other.
    let cell: PeakCell
    /// All cores at once.
    let together: Estimate<ComputeRate>
    /// F_cpu; nil where not every kind of core was measured alone.
    let alone: Estimate<ComputeRate>?

    /// - Parameters:
    ///   - peak: nothing is known of the machine where it is missing.
    ///   - peaks: all of the record, for those of each kind of core alone.
    init?(_ peak: AllCoresPeak, among peaks: [PeakCell], coreSets: [CoreSet]) {
        guard case .measured(let cell) = peak, let summary = cell.summary else { return nil }
        self.cell = cell
        together = Estimate(summary).map { ComputeRate(gigaPerSecond: $0) }
        let kinds = Set(coreSets.map(\.kind)).subtracting(["all"])
        let parts = kinds.map { kind -> (cores: Int, rate: Summary?) in
            let one = peaks.measuredPeaks.first { $0.isSameLoop(as: cell) && $0.coreKind == kind && $0.threads == 1 }
            // The only kind's cores are all cores, and no set of its own.
            let most = coreSets.filter { $0.kind == kind }.map(\.cpus.count).max() ?? 0
            return (kinds.count == 1 ? cell.cores : most, one?.summary)
        }
        let rates = parts.compactMap { part in part.rate.map { Estimate($0).map { Double(part.cores) * $0 } } }
        let cores = parts.reduce(0.0) { $0 + Double($1.cores) }
        let isWhole = !parts.isEmpty && rates.count == parts.count && cores == Double(cell.cores)
        func sum(_ end: (Estimate<Double>) -> Double) -> ComputeRate {
            ComputeRate(gigaPerSecond: rates.map(end).reduce(0, +))
        }
        // What disturbs one core's peak disturbs another kind's too, so the ends are summed as they are.
        alone = isWhole ? Estimate(median: sum(\.median), low: sum(\.low), high: sum(\.high)) : nil
    }

    /// E_par; nil as `alone`. The two rates were measured at different moments, so that their doubts add as independent
    /// ones do: the root of the sum of their squares.
    var efficiency: Estimate<Double>? {
        alone.map { alone in
            let ratio = together.median / alone.median
            let doubts = [together, alone].map { $0.map(\.value).relativeHalfWidth }
            let doubt = doubts.map { $0 * $0 }.reduce(0, +).squareRoot()
            return Estimate(median: ratio, low: ratio * (1 - doubt), high: ratio * (1 + doubt))
        }
    }

    /// For the simple model. Without the single cores' peaks their loss is in the sum, and is not counted again.
    var peak: ComputePeak {
        ComputePeak(total: (alone ?? together).median, efficiency: efficiency?.median ?? 1, together: together)
    }
}

extension Estimate<Double> {
    /// A summary's median and interval; of a single sample there is none, and the ends are the sample.
    init(_ summary: Summary) { self.init(median: summary.median, low: summary.low, high: summary.high) }
}
