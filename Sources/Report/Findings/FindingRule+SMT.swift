import Quantities
import Records

extension FindingRule {
    /// What a second thread on each core does to generation.
    static let hardwareThreads = FindingRule("SMT") { basis in
        let context = basis.context
        guard let record = context.smt else { return .impossible(why: context.reasonMissing("smt")) }
        let factors = context.smtCells.compactMap { SMTFactor($0, among: context.smtCells) }
        let workloads: [Workload] = [.dot, .read]
        guard let factor = workloads.lazy.compactMap({ workload in factors.first { $0.workload == workload } }).first
        else {
            // Without a second thread there is nothing to choose.
            return record.details.state.hasNoSiblings ? .clear : .impossible(why: record.details.state.text)
        }
        // Where scaling went beyond the cores, its advice has the number.
        let isInScaling = context.scaling.map { scaling in
            context.curves.contains { ($0.points.last?.threads ?? 0) > scaling.details.cores }
        }
        switch factor.verdict {
        case .indifferent: return .clear
        case .avoid: return .found([basis.slower(factor, cores: record.details.cores.count)])
        case .use:
            return .found(isInScaling == true ? [] : [basis.faster(factor, cores: record.details.cores.count)])
        }
    }
}

extension FindingBasis {
    fileprivate func slower(_ factor: SMTFactor, cores: Int) -> Finding {
        Finding(
            "A second thread on each core makes generation slower", evidence: factor.evidence,
            cost: cost(
                reading: factor.value, computing: factor.value,
                .when("with all \(cores * factor.threadsPerCore) threads")),
            action: "Use one thread for each core.",
            commands: ["llama-server -m MODEL.gguf -t \(max(1, cores))"])
    }

    fileprivate func faster(_ factor: SMTFactor, cores: Int) -> Finding {
        Finding(
            "A second thread on each core makes generation faster", evidence: factor.evidence,
            cost: cost(reading: factor.value, computing: factor.value),
            action: "Use all threads: llama.cpp takes one for each core unless told otherwise.",
            commands: ["llama-server -m MODEL.gguf -t \(max(1, cores * factor.threadsPerCore))"])
    }
}

extension SMTFactor {
    fileprivate var evidence: String {
        "With \(threadsPerCore) threads on each core \(workload.name) goes at \(value.fixed(2)) times its rate with "
            + "one (probe-smt)."
    }
}

extension SMTState {
    fileprivate var hasNoSiblings: Bool { if case .absent = self { true } else { false } }
}
