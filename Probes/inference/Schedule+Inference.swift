import Machine
import ProbeKit
import Records
import Workloads

extension Schedule {
    /// A part for each operation.
    init(_ plan: InferencePlan, _ demand: MemoryDemand?) {
        let threads = plan.places.all.map(\.cpus.count).max() ?? 1
        self.init(
            seconds: plan.seconds, setUpSeconds: demand?.fillSeconds ?? 0,
            InferenceOperation.allCases.map { operation in
                Outline.Part(
                    operation.rawValue, cells: plan.figures.count { $0.loop.operation == operation },
                    weight: operation.weight, secondsOfWork: operation.secondsOfCell, threads: threads)
            })
    }
}

extension InferencePlan {
    /// Touching the memory may take so much of the time; half of that again is for writing the first weights.
    private static let shareOfFilling = 0.25

    /// Where its loops run.
    func bench(_ machine: Machine, _ options: MeasurementOptions) -> InferenceBench {
        InferenceBench(
            machine, homes: homes, cpus: places.allCPUs,
            size: ArraySize(asked: options.arraySize, fillSeconds: seconds * Self.shareOfFilling),
            seed: UInt64(options.seed))
    }
}

extension Places {
    /// All that any place has, in the order that threads take them.
    fileprivate var allCPUs: [Int] { all.max { $0.cpus.count < $1.cpus.count }?.cpus ?? [] }
}
