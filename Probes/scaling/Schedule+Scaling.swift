import Machine
import ProbeKit
import Records
import Workloads

extension Schedule {
    /// A part for each workload.
    init(_ plan: ScalingPlan, _ workloads: [Workload], _ demand: WorkloadBench.Demand?) {
        self.init(
            seconds: plan.seconds,
            workloads.map { workload in
                Outline.Part(
                    workload.rawValue, cells: plan.points.count, weight: workload.weight,
                    secondsOfWork: workload.secondsOfCell, threads: plan.cpus.count,
                    setUpSeconds: demand?.fillSeconds[workload] ?? 0)
            })
    }
}

extension ScalingPlan {
    /// Filling the memory of each of two kinds of workload may take so much of the time.
    private static let shareOfFilling = 0.15

    /// Where its workloads run.
    func bench(_ machine: Machine, _ kernels: WorkloadKernels, _ options: MeasurementOptions) -> WorkloadBench {
        WorkloadBench(
            machine, kernels: kernels, cpus: cpus, memory: memoryNodes,
            size: ArraySize(asked: options.arraySize, fillSeconds: seconds * Self.shareOfFilling),
            seed: UInt64(options.seed))
    }

    /// For the record.
    func details(
        _ workloads: [Workload], _ bench: WorkloadBench, planned: [PlannedStudy], seed: Int
    ) -> ScalingDetails {
        let kernels = workloads.compactMap { workload in
            bench.kernels.name(workload).map { (workload.rawValue, $0) }
        }
        return ScalingDetails(
            plan: planned, seed: seed,
            orders: zip(orders, kinds).map { order, kinds in
                .init(placement: order.placement.rawValue, cpus: order.cpus, kinds: kinds)
            },
            cores: cores, usableCPUs: usableCPUs,
            boundaries: boundaries.sorted { $0.key < $1.key }.map { .init(threads: $0.key, names: $0.value) },
            placements: bench.placements, kernels: Dictionary(uniqueKeysWithValues: kernels))
    }
}
