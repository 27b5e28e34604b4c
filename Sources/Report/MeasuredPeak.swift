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
    let together: ComputeRate
    /// F_cpu; nil where not every kind of core was measured alone.
    let alone: ComputeRate?

    /// - Parameters:
    ///   - peak: nothing is known of the machine where it is missing.
    ///   - peaks: all of the record, for those of each kind of core alone.
    init?(_ peak: AllCoresPeak, among peaks: [PeakCell], coreSets: [CoreSet]) {
        guard case .measured(let cell) = peak, let rate = cell.summary?.median else { return nil }
        self.cell = cell
        together = ComputeRate(gigaPerSecond: rate)
        let kinds = Set(coreSets.map(\.kind)).subtracting(["all"])
        let parts = kinds.map { kind -> (cores: Int, rate: Double?) in
            let one = peaks.measuredPeaks.first { $0.isSameLoop(as: cell) && $0.coreKind == kind && $0.threads == 1 }
            // The only kind's cores are all cores, and no set of its own.
            let most = coreSets.filter { $0.kind == kind }.map(\.cpus.count).max() ?? 0
            return (kinds.count == 1 ? cell.cores : most, one?.summary?.median)
        }
        let rates = parts.compactMap { part in part.rate.map { Double(part.cores) * $0 } }
        let cores = parts.reduce(0.0) { $0 + Double($1.cores) }
        let isWhole = !parts.isEmpty && rates.count == parts.count && cores == Double(cell.cores)
        alone = isWhole ? ComputeRate(gigaPerSecond: rates.reduce(0, +)) : nil
    }

    /// E_par; nil as `alone`.
    var efficiency: Double? { alone.map { together / $0 } }

    /// For the simple model. Without the single cores' peaks their loss is in the sum, and is not counted again.
    var peak: ComputePeak { ComputePeak(total: alone ?? together, efficiency: efficiency ?? 1) }
}
