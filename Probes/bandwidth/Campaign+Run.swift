import Kernels
import Machine
import ProbeKit
import Records
import Statistics

extension Campaign {
    /// Measures the cells of a part within its share of the time.
    /// - Returns: the measurements in the order of the cells.
    @discardableResult
    mutating func run(_ study: Study, _ added: [Cell]) throws -> [Measurement] {
        var cells = added
        try sample(study, &cells)
        let measurements = cells.map { $0.measurement(ending: parts.ending) }
        measured[study, default: []] += measurements
        return measurements
    }

    /// Samples the cells of a part within its share of the time; called again, it goes on with those not yet known.
    mutating func sample(_ study: Study, _ cells: inout [Cell]) throws {
        let sampler = Sampler(study, quick: options.quick)
        let seed = seed
        try parts.run(study.rawValue, &cells, isDone: \.isDone, activity: { Self.name($0.labels) }) {
            try $0.takeTurn(sampler, until: $1, seed: seed)
        }
        if let cell = cells.first(where: \.stage.isForbidden) { forbidden = cell.stage.obstacle }
    }

    /// Measures a part that was asked for. If it lacks memory or threads, what was measured before is not lost.
    mutating func attempt(
        _ study: Study, _ kernels: [StreamKernel], _ work: (inout Campaign) throws -> Void
    ) throws {
        guard studies.contains(study) else { return }
        do {
            try work(&self)
        } catch let failure as Failure where failure.status == .unavailable && !measured.isEmpty {
            leaveOut(study, kernels, labels: [:], because: failure.cause)
        }
    }

    mutating func add(_ arrays: Arrays, for study: Study) {
        var placement = arrays.placement
        placement.study = study.rawValue
        placements.append(placement)
        caveats += arrays.proof.caveats
    }

    /// Notes a figure that cannot be taken, and why.
    mutating func leaveOut(_ study: Study, _ kernels: [StreamKernel], labels: [String: String], because reason: String)
    {
        measured[study, default: []] += kernels.map { kernel in
            let nowhere = ["cpu_node": "", "memory_node": "", "threads": "0", "study": study.rawValue]
            let labels = kernel.labels.merging(nowhere) { $1 }.merging(labels) { $1 }
            return Measurement("bandwidth", unit: "GB/s", labels: labels, notMeasured: reason)
        }
    }

    func excludedCells(_ kernels: [StreamKernel], _ telling: [StreamKernel]) -> [Measurement] {
        plan.excluded.flatMap { excluded -> [Measurement] in
            let study: Study = excluded.cpuNode == excluded.memoryNode ? .loops : .matrix
            guard studies.contains(study) else { return [] }
            return (study == .loops ? kernels : telling).map { kernel in
                var labels = kernel.labels
                labels["study"] = study.rawValue
                labels["threads"] = "0"
                labels["cpu_node"] = "\(excluded.cpuNode)"
                labels["memory_node"] = "\(excluded.memoryNode)"
                return Measurement("bandwidth", unit: "GB/s", labels: labels, notMeasured: excluded.reason)
            }
        }
    }
}
