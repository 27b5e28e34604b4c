import ArgumentParser
import Machine
import ProbeKit
import Records
import Tables

/// Describes this machine, or another from a file.
@main
struct Topology: ProbeCommand {
    static let description = ProbeDescription(
        name: "topology", summary: "Describe the machine: packages, NUMA nodes, caches, cores, memory modules.",
        order: 10, timeShare: 0)

    @Option(
        help: ArgumentHelp(
            "Describe another machine: an hwloc XML file, a folder made by hwloc-gather-topology, or a synthetic "
                + "description such as 'package:2 core:4 pu:2'.", valueName: "source"))
    var topology: String?

    @Flag(name: .customLong("trust-dmi"), help: "Take a hypervisor's word on memory modules.")
    var trustsDMI = false

    @OptionGroup var output: OutputOptions

    func probe() throws -> Record<TopologyDetails> {
        let startedAt = Clock.timestamp()
        let began = ContinuousClock.now
        let source = try topology.map(TopologySource.init(argument:)) ?? .fromEnvironment()
        let details = try Machine.describe(source, hypervisorsWord: trustsDMI ? .trusted : .doubted)
        if let impossibility = details.impossibility {
            throw Failure(
                .badData, cannot: "describe the \(source)", because: "it has \(impossibility)",
                remedy: "Correct the description")
        }
        let environment = Environment.current()
        var caveats: [Caveat] = []
        if details.isThisMachine {
            caveats = environment.caveats(cpus: details.usable.pus.count) + details.limitCaveats
        }
        if details.memoryModules.toldByHypervisor { caveats.append(Caveat(.memoryToldByHypervisor)) }
        return Record(
            probe: "topology", arguments: Array(Program.arguments.dropFirst()), startedAt: startedAt,
            seconds: (ContinuousClock.now - began) / .seconds(1), environment: environment, caveats: caveats,
            measurements: [], details: details)
    }

    func text(_ record: Record<TopologyDetails>) -> String {
        TopologyText(record).text
    }

    func rows(_ record: Record<TopologyDetails>) -> Table {
        TopologyRows.table(record.details)
    }
}
