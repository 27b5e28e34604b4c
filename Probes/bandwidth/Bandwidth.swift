import ArgumentParser
import Kernels
import Machine
import ProbeKit
import Records
import Tables

/// Measures how fast each NUMA node's cores read and write its memory.
@main
struct Bandwidth: ProbeCommand {
    static let description = ProbeDescription(
        name: "bandwidth", summary: "Measure the memory bandwidth of every NUMA node, with its own cores.",
        order: 20, timeShare: 1)

    @OptionGroup var options: MeasurementOptions

    @Option(help: ArgumentHelp("Only these loops: read, copy, scale, add, triad.", valueName: "names"))
    var kernels: CommaList?

    @Option(help: ArgumentHelp("Only these stores: regular, nontemporal.", valueName: "names"))
    var stores: CommaList?

    @OptionGroup var output: OutputOptions

    func probe() throws -> Record<BandwidthDetails> {
        let kernels = try chosenKernels()
        try ReleaseBuild.require()
        let startedAt = Clock.timestamp()
        let began = ContinuousClock.now
        let machine = try Machine.discover()
        var environment = Environment.current()
        environment.busyCPUs = Activity.busyCPUs(seconds: 0.2)
        let plan = try BandwidthPlan(machine: machine, options: options)
        for kernel in kernels { try kernel.verify(seed: UInt64(options.seed)) }

        let signals = SignalWatch()
        signals.onSignal()
        var campaign = try Campaign(plan: plan, options: options)
        let measurements = try campaign.measure(kernels, progress: Progress(output.progress), signals: signals)
        return Record(
            probe: "bandwidth", arguments: Array(CommandLine.arguments.dropFirst()), startedAt: startedAt,
            seconds: (ContinuousClock.now - began) / .seconds(1), environment: environment,
            caveats: environment.caveats(cpus: machine.topology.usable.pus.count) + machine.topology.limitCaveats
                + campaign.caveats,
            measurements: measurements,
            details: BandwidthDetails(placements: campaign.placements, seed: options.seed),
            endedBySignal: signals.received)
    }

    func text(_ record: Record<BandwidthDetails>) -> String { BandwidthText.text(record) }

    func rows(_ record: Record<BandwidthDetails>) -> Table { BandwidthRows.table(record.measurements) }

    func status(_ record: Record<BandwidthDetails>) -> ExitStatus {
        options.strict && record.caveats.contains(where: \.isNoise) ? .badFinding : .done
    }

    private func chosenKernels() throws -> [StreamKernel] {
        let operations = try kernels?.cases(of: StreamOperation.self, option: "--kernels") ?? StreamOperation.allCases
        let chosenStores = try stores?.cases(of: StoreKind.self, option: "--stores") ?? StoreKind.allCases
        // Read alone has no stores: it is measured unless the user asks for loops with certain stores only.
        let readsToo =
            stores == nil || kernels?.names.contains { $0.lowercased() == "read" } == true
            || chosenStores.contains(.none)
        let sets = try options.isa?.cases(of: InstructionSet.self, option: "--isa") ?? [.widest]
        for set in sets where !set.isSupported {
            throw Failure(
                .unavailable, cannot: "use --isa \(set.rawValue)", because: "this CPU does not have it",
                remedy: "It has: " + InstructionSet.supported.map(\.rawValue).joined(separator: ", "))
        }
        let chosen = StreamKernel.all.filter { kernel in
            sets.contains(kernel.instructionSet) && operations.contains(kernel.operation)
                && (kernel.stores == .none ? readsToo : chosenStores.contains(kernel.stores))
        }
        guard !chosen.isEmpty else {
            throw ValidationError("--kernels, --stores and --isa together leave nothing to measure")
        }
        return chosen
    }
}
