import Catalog
import Kernels
import Machine
import ProbeKit
import Records

/// What would be measured on a machine, which need not be this one: its sets of cores, and their theoretical peaks.
struct DryRun {
    private let machine: Machine
    private let types: [NumberType]
    private let seed: Int

    init(topology: String?, options: MeasurementOptions, types: [NumberType]) throws {
        let source = try topology.map(TopologySource.init(argument:)) ?? .fromEnvironment()
        machine = try Machine(topology: try Machine.describe(source)).restricted(to: options.nodes)
        self.types = types
        seed = options.seed
    }

    func record() throws -> Record<FlopsDetails> {
        let theory = Theory(machine.topology, try Catalog.builtIn())
        let sets = machine.coreSets
        let measurements = sets.flatMap { set in
            peaks(theory, kind: set.kind).filter { peak in types.contains { $0.rawValue == peak.type } }
                .map { Self.planned($0, set) }
        }
        return Record(
            probe: "flops", arguments: Array(CommandLine.arguments.dropFirst()), startedAt: Clock.timestamp(),
            seconds: 0, environment: Environment.current(), caveats: [], measurements: measurements,
            details: FlopsDetails(plan: [], seed: seed, coreSets: sets, cores: theory.cores, leftOut: [:]))
    }

    /// The peaks of a set's cores, where they are of one kind.
    private func peaks(_ theory: Theory, kind: String) -> [CoreTheory.Peak] {
        (theory.cores.first { $0.kind == kind } ?? (theory.cores.count == 1 ? theory.cores[0] : nil))?.peaks ?? []
    }

    private static func planned(_ peak: CoreTheory.Peak, _ set: CoreSet) -> Measurement {
        var labels = [
            "study": PeakCell.Study.peak.rawValue, "type": peak.type, "isa": peak.isa, "mix": "fma",
            "threads": "\(set.cpus.count)", "core_kind": set.kind,
            "theoretical_ops_per_cycle": peak.operationsPerCycle.description,
        ]
        if let package = set.package { labels["package"] = "\(package)" }
        return Measurement(PeakCell.quantity, unit: "GOP/s", labels: labels, notMeasured: "--dry-run measures nothing")
    }
}
