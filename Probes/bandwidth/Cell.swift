import Kernels
import ProbeKit
import Records
import Statistics

/// One kernel on one stage, and its samples so far.
struct Cell {
    let kernel: StreamKernel
    /// Index into the campaign's stages.
    let stage: Int
    let labels: [String: String]
    /// Why it cannot be measured; nil where it can.
    let obstacle: String?
    var series = SampleSeries()
    /// Passes over the arrays in one sample; nil before the first turn.
    var passes: Int?

    /// Whether no more turns are needed, or possible.
    var isDone: Bool { obstacle != nil || series.stopped != nil }

    /// - Parameter ending: why sampling ended where the samples themselves do not say.
    func measurement(ending: StopReason) -> Measurement {
        if let obstacle {
            return Measurement("bandwidth", unit: "GB/s", labels: labels, notMeasured: obstacle)
        }
        return Measurement(
            "bandwidth", unit: "GB/s", labels: labels, samples: series.samples, stopped: series.stopped ?? ending,
            better: .largest)
    }
}
