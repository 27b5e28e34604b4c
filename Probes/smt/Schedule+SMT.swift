import Machine
import ProbeKit
import Records
import Workloads

extension Schedule {
    /// A part for each workload.
    init(_ plan: SMTPlan, _ workloads: [Workload], _ demand: WorkloadBench.Demand?) {
        self.init(
            seconds: plan.seconds,
            workloads.map { workload in
                Outline.Part(
                    workload.rawValue, cells: plan.counts.count, weight: workload.weight,
                    secondsOfWork: workload.secondsOfCell, threads: plan.cpus.count,
                    setUpSeconds: demand?.fillSeconds[workload] ?? 0)
            })
    }
}

extension SMTPlan {
    /// Filling the memory of each of three kinds of workload may take so much of the time.
    private static let shareOfFilling = 0.15

    /// Where its workloads run; nil where SMT cannot be measured.
    func bench(_ machine: Machine, _ kernels: WorkloadKernels, _ options: MeasurementOptions) -> WorkloadBench? {
        guard obstacle == nil else { return nil }
        return WorkloadBench(
            machine, kernels: kernels, cpus: cpus, memory: memoryNodes,
            size: ArraySize(asked: options.arraySize, fillSeconds: seconds * Self.shareOfFilling),
            seed: UInt64(options.seed))
    }
}
