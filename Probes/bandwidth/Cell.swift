import Kernels
import Machine
import ProbeKit
import Records
import Statistics

/// One kernel on one stage, and its samples so far.
struct Cell {
    let study: Study
    let kernel: StreamKernel
    let stage: Stage
    /// What tells it from its neighbours beyond the kernel and the stage.
    var extra: [String: String] = [:]
    var series = SampleSeries()
    /// Passes over the arrays in one sample; nil before the first turn.
    var passes: Int?

    init(_ study: Study, _ kernel: StreamKernel, on stage: Stage, extra: [String: String] = [:]) {
        self.study = study
        self.kernel = kernel
        self.stage = stage
        self.extra = extra
    }

    /// Whether no more turns are needed, or possible.
    var isDone: Bool { stage.obstacle != nil || series.isDone }

    var labels: [String: String] {
        var labels = kernel.labels
        labels["study"] = study.rawValue
        labels["threads"] = "\(stage.team.cpus.count)"
        labels["cpu_node"] = stage.cpuNode
        labels["memory_node"] = stage.memoryNode
        if let pageSize = stage.pageSize { labels["page_size"] = pageSize }
        return labels.merging(extra) { $1 }
    }

    /// - Parameter ending: why sampling ended where the samples themselves do not say.
    func measurement(ending: StopReason) -> Measurement {
        if let obstacle = stage.obstacle {
            return Measurement("bandwidth", unit: "GB/s", labels: labels, notMeasured: obstacle)
        }
        return series.measurement("bandwidth", unit: "GB/s", labels: labels, ending: ending, better: .largest)
    }
}

extension StreamKernel {
    /// What tells this kernel from the others.
    var labels: [String: String] {
        var labels = [
            "kernel": operation.rawValue, "stores": stores.rawValue, "isa": instructionSet.rawValue,
            "credited_bytes": "\(creditedBytes)", "moved_bytes": "\(movedBytes)",
        ]
        if let shape {
            labels["streams"] = "\(shape.streams)"
            labels["prefetch"] = shape.prefetch.rawValue
        }
        return labels
    }
}
