import ArgumentParser
import Catalog
import ProbeKit
import Quantities
import Records
import Report
import SystemPackage
import Tables
import TokenModel

/// What the user says of a machine beyond its memory and fabric.
struct HypotheticalMachine: ParsableArguments {
    @OptionGroup var memory: MachineOptions

    @Option(help: ArgumentHelp("Sockets; also written \"2x EPYC 9755\".", valueName: "count"))
    var sockets: Int?

    @Option(help: ArgumentHelp("Bytes that a chiplet reads per clock of the fabric: 32, or 64 with two links."))
    var bytesPerClock: Int?

    @Option(help: ArgumentHelp("Data bits of a memory channel: 64.", valueName: "bits"))
    var channelBits: Int?

    @Option(help: ArgumentHelp("The theoretical bandwidth as a whole, in GB/s.", valueName: "number"))
    var bandwidth: CardBandwidth?

    @Option(help: ArgumentHelp("Memory that models must fit into: 384GB.", valueName: "size"))
    var capacity: CardMemory?

    @Option(
        help: ArgumentHelp(
            "Cores of one kind: 8x3.4x16 are 8 of 3.4 GHz and 16 FP32 operations per cycle; again for other kinds.",
            valueName: "cores"))
    var cores: [CoreSpecification] = []

    func validate() throws {
        if let sockets, !(1...64).contains(sockets) {
            throw ValidationError("--sockets \(sockets): a machine has 1 to 64")
        }
        if let bytesPerClock, ![16, 32, 64, 128].contains(bytesPerClock) {
            throw ValidationError("--bytes-per-clock \(bytesPerClock): 16, 32, 64 or 128")
        }
        if let channelBits, ![16, 32, 64, 128].contains(channelBits) {
            throw ValidationError("--channel-bits \(channelBits): 16, 32, 64 or 128")
        }
        if let capacity, capacity.size.bytes < 1 { throw ValidationError("--capacity: memory is more than nothing") }
        if let bandwidth, !(1e-3...1e9).contains(bandwidth.bandwidth.gigabytesPerSecond) {
            throw ValidationError("--bandwidth: memory carries 0.001 to 10^9 GB/s")
        }
    }

    /// Whether anything was said.
    var isEmpty: Bool {
        memory.given() == GivenFacts() && sockets == nil && bytesPerClock == nil && channelBits == nil
            && bandwidth == nil && capacity == nil && cores.isEmpty
    }

    /// What was said, and for the rest what the catalogue knows of the CPU, or a result of its machine.
    /// - Parameter name: of a CPU or a family, with memory behind a comma: "2x EPYC 9755, 24x DDR5-6400"; or a result's
    ///   file; nil for none.
    /// - Throws: `Failure` with 64 where nothing of that name is known.
    func facts(of name: String?, _ catalog: Catalog) throws -> MachineFacts {
        guard let name else { return try said(of: "A machine as given", memory: nil) }
        if name.hasSuffix(".json") || name.contains("/") {
            return try facts(of: try ResultFile.read(ResultFile.location(name)), catalog)
        }
        let words = name.split(separator: ",", maxSplits: 1).map { $0.split(separator: " ").joined(separator: " ") }
        let known = try known(words.first ?? "", catalog)
        var facts = try said(
            of: words.count > 1 ? "\(known.name), \(words[1])" : known.name, memory: words.dropFirst().first)
        facts.cores = cores.map { $0.facts(known.cores.first) }
        facts = facts.completed(by: known)
        try facts.checkPopulation()
        return facts
    }

    /// Of a machine that was described or measured.
    func facts(of result: RunResult, _ catalog: Catalog) throws -> MachineFacts {
        var result = result
        result.given = memory.given(over: result.given)
        let known = try MachineFacts(result: result, catalog: catalog)
        return try said(of: known.name, memory: nil).completed(by: known)
    }

    private func said(of name: String, memory text: String?) throws -> MachineFacts {
        var facts = MachineFacts(given: memory.given(), name: name)
        if let text {
            guard let population = MemoryPopulation(parsing: text) else {
                throw Failure(
                    .usage, cannot: "tell the theory of '\(name.printable)'",
                    because: "'\(text.printable)' is no memory", remedy: "Give it as \(MemoryPopulation.grammar)")
            }
            facts.fill(population, text)
        }
        facts.sockets = sockets.map { Sourced($0, .given, "--sockets \($0)") }
        facts.readBytesPerClock = bytesPerClock.map { Sourced($0, .given, "--bytes-per-clock \($0)") }
        facts.channelWidth = channelBits.map { Sourced($0, .given, "--channel-bits \($0)") } ?? facts.channelWidth
        facts.bandwidth = bandwidth.map { Sourced($0.bandwidth, .given, "--bandwidth") }
        facts.capacity = capacity.map { Sourced($0.size, .given, "--capacity") }
        facts.cores = cores.map { $0.facts(nil) }
        return facts
    }

    private func known(_ name: String, _ catalog: Catalog) throws -> MachineFacts {
        guard let machine = catalog.machine(named: name) else {
            let near = catalog.suggestions(for: name)
            throw Failure(
                .usage, cannot: "tell the theory of '\(name.printable)'",
                because: "no CPU or family of that name is known",
                remedy: (near.isEmpty ? "" : "Is it \(near.joined(separator: " or "))? Else ") + "describe it with "
                    + "--memory, --ccds, --fclk and --cores, or add it with --cpus FILE")
        }
        let count = sockets ?? machine.sockets
        let facts = MachineFacts(
            machine.platform, processor: machine.processor, sockets: count, catalog: catalog,
            name: sockets == nil ? machine.name : "\(count)x \(machine.processor?.name ?? machine.platform.name)")
        return facts.with(sockets: machine.sockets, from: name)
    }
}
