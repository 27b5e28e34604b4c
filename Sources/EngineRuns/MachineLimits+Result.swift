import Records
import Report

extension MachineLimits {
    /// Of what a result measured.
    /// - Throws: `Failure` where a record of it is broken.
    package init(_ result: RunResult, _ rates: MachineRates) throws {
        self.init(
            rates: rates.placements(threads:),
            peak: try MachineRates.corePeak(result).map { CorePeak(floats: $0.floats, any: $0.any) })
    }
}
