import Catalog
import Records
import Tables

/// A result that is compared with others.
package struct ComparedRun: Sendable {
    /// What to call it: the path that was named.
    package let name: String
    package let result: RunResult
    let topology: TopologyDetails?
    let environments: [Environment]
    /// The kinds of caveat of each record, by its probe.
    let caveatKinds: [(probe: String, kinds: [Caveat.Kind])]
    let smt: SMTState?
    /// The builds of an engine that were rated; nil where none was.
    let engine: String?
    let figures: MeasuredFigures
    /// What an engine's speed is predicted by; nil for the built-in profile.
    let profile: EngineProfile?

    /// - Parameter name: the path that was named.
    /// - Throws: `Failure` where the result cannot be used.
    package init(_ result: RunResult, name: String, profile: EngineProfile? = nil) throws {
        self.name = name
        self.result = result
        self.profile = profile
        do {
            let topology = try result.record("topology", details: TopologyDetails.self)
            self.topology = topology?.details
            let named = try MeasuredFigures.names(of: result).map { (name: $0, record: try result.anyRecord($0)) }
            let records = named.compactMap(\.record)
            environments = (topology.map { [$0.environment] } ?? []) + records.map(\.environment)
            caveatKinds = records.map { ($0.probe, $0.caveats.compactMap(\.kind)) }
            smt = try result.record("smt", details: SMTDetails.self)?.details.state
            let builds = try result.record("engine", details: EngineDetails.self)?.details.builds ?? []
            engine = builds.isEmpty ? nil : builds.map(\.text).joined(separator: "; ")
            figures = MeasuredFigures(named)
        } catch let failure as Failure {
            // Of several files one wants to know which.
            throw Failure(
                failure.status, cannot: "use \(name)", because: "cannot \(failure.operation): \(failure.cause)",
                remedy: failure.remedy)
        }
    }

    /// "AMD EPYC 9755 128-Core Processor, 128 cores".
    var machine: String {
        let cpu = topology?.cpu.name ?? environments.lazy.compactMap(\.cpu).first ?? "an unknown CPU"
        return cpu.printable + (topology.map { ", \(TopologyDetails.count($0.cores.count, "core"))" } ?? "")
    }
}

extension ComparedRun {
    /// Whether two results are of one machine: its CPU tells, and where neither CPU nor the number of cores tells
    /// them apart, they are alike enough to be compared figure by figure. A name alone is no proof: many machines are
    /// called "localhost".
    package func isSameMachine(as other: ComparedRun) -> Bool {
        let isSameHost = result.host == other.result.host
        guard let own = topology, let others = other.topology else { return isSameHost }
        let isSameCPU = own.cpu.isSameModel(as: others.cpu)
        return isSameCPU && (isSameHost || own.cores.count == others.cores.count && own.packages == others.packages)
    }
}

extension CPUIdentity {
    /// What firmware and kernel cannot change.
    fileprivate func isSameModel(as other: CPUIdentity) -> Bool {
        vendor == other.vendor && name == other.name && family == other.family && model == other.model
    }
}
