import Catalog
import Kernels
import Machine
import ProbeKit
import Records

/// What would be measured on a machine, which need not be this one: its sets of cores, and their theoretical peaks.
struct DryRun {
    private let machine: Machine
    private let sets: [CoreSet]
    private let theory: Theory
    private let types: [NumberType]
    private let options: MeasurementOptions

    init(topology: String?, options: MeasurementOptions, types: [NumberType]) throws {
        machine = try Machine.planned(topology: topology).restricted(to: options.nodes)
        sets = try FlopsPlan.coreSets(machine, threads: options.threads)
        theory = Theory(machine.topology, try Catalog.builtIn())
        self.types = types
        self.options = options
    }

    /// The peaks, and the time for them.
    func planned(sustainsAll: Bool) throws -> (measurements: [Measurement], time: FlopsTime) {
        let loops = try loops()
        let vectors = Set(loops.map(\.set)).count
        let time = FlopsTime(
            options, cells: loops.count * sets.count, sustained: sustainsAll ? vectors : min(1, vectors))
        return (sets.flatMap { set in loops.map { planned($0, set) } }, time)
    }

    func details(_ planned: [PlannedStudy]) -> FlopsDetails {
        FlopsDetails(plan: planned, seed: options.seed, coreSets: sets, cores: theory.cores, leftOut: [:])
    }

    /// A type of number in an instruction set.
    private struct Loop: Hashable {
        let type: NumberType
        let set: InstructionSet
    }

    /// On this machine what it can run; on another what its cores are known to have, and else only what every core has.
    private func loops() throws -> [Loop] {
        if machine.topology.isThisMachine {
            let chosen = try InstructionSet.chosen(options.isa?.names)
            let kernels = PeakKernel.all.filter { $0.mix == .fma && chosen.contains($0.instructionSet) }
            return kernels.map { Loop(type: $0.number, set: $0.instructionSet) }.filter { types.contains($0.type) }
        }
        let named = try options.isa.map { try $0.cases(of: InstructionSet.self, option: "--isa") }
        let always = [Loop(type: .fp64, set: .scalar), Loop(type: .fp32, set: .scalar)]
        let asked = PeakKernel.all.filter { named?.contains($0.instructionSet) ?? false }
            .map { Loop(type: $0.number, set: $0.instructionSet) }
        var loops: [Loop] = []
        for loop in always + known + asked where types.contains(loop.type) && named?.contains(loop.set) ?? true {
            if !loops.contains(loop) { loops.append(loop) }
        }
        return loops
    }

    /// What the catalogue knows the machine's cores to have.
    private var known: [Loop] {
        theory.cores.flatMap(\.peaks).compactMap { peak in
            NumberType(rawValue: peak.type).flatMap { type in
                InstructionSet(rawValue: peak.isa).map { Loop(type: type, set: $0) }
            }
        }
    }

    private func planned(_ loop: Loop, _ set: CoreSet) -> Measurement {
        var labels = [
            "study": PeakCell.Study.peak.rawValue, "type": loop.type.rawValue, "isa": loop.set.commonName,
            "mix": PeakKernel.Mix.fma.rawValue, "threads": "\(set.cpus.count)", "core_kind": set.kind,
        ]
        if let package = set.package { labels["package"] = "\(package)" }
        if let peak = theory.operationsPerCycle(loop.type, loop.set, kind: set.kind) {
            labels["theoretical_ops_per_cycle"] = peak.description
        }
        return Measurement(PeakCell.quantity, unit: "GOP/s", labels: labels, notMeasured: "--dry-run measures nothing")
    }
}
