import Catalog
import Records
import Statistics

extension MachineRates {
    /// Operations per second of one core at its fastest, of floats and of anything; nil where no peak was measured.
    package static func corePeak(_ result: RunResult) throws -> (floats: Double, any: Double)? {
        let peaks = try ReportContext(result, Catalog(models: [], formats: [])).peaks.measuredPeaks
        let fastest = { (cells: [PeakCell]) in
            cells.compactMap { cell in cell.summary.map { $0.high * 1e9 / Double(cell.cores) } }.max()
        }
        guard let any = fastest(peaks), let floats = fastest(peaks.filter { $0.type != "int8" }) else { return nil }
        return (floats, any)
    }
}
