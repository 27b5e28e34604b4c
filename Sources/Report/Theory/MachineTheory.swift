import Catalog
import Quantities
import Records
import TokenModel

/// What a machine that was described should do, from the surest source of each fact.
struct MachineTheory: Sendable {
    let facts: MachineFacts
    /// Why the theoretical bandwidth is not known; nil where it is.
    let unknown: String?
    /// Why the modules are not known; nil where they are.
    let slotReason: String?
    /// Which modules share a channel; nil where the firmware lists none, or a hypervisor told them.
    let slots: SlotMap?
    /// What the population of slots costs, the dearest first.
    let findings: [PopulationFinding]
    /// The family that the CPU is of; nil where it is not known. In a guest, which may have a part of a socket, it says
    /// nothing of the guest's own.
    let family: Platform?
    let isGuest: Bool
    /// Each node's share of the theoretical bandwidth, by its number; empty where the topology is not known.
    var nodeShares: [Int: Double] = [:]
    /// What the firmware told of its slots that cannot be.
    var notes: [String] = []
}

extension MachineTheory {
    /// - Parameter measuredGHz: the clock of all cores at work; nil where it was not measured.
    init(
        _ record: Record<TopologyDetails>?, given: GivenFacts, catalog: Catalog, measuredGHz: Double? = nil
    ) {
        guard let record else {
            let name = "this machine"
            self.init(
                facts: MachineFacts(given: given, name: name), reason: "the topology was not recorded", slots: nil,
                findings: [], family: nil, isGuest: false)
            return
        }
        let topology = record.details
        let name = topology.cpu.name ?? "this machine"
        let platform = Platform.lowest(of: catalog.platforms(topology.cpu.signature, name: topology.cpu.name))
        let isGuest = record.environment.hasHypervisor && topology.isThisMachine
        // A guest may have any part of a socket: the family tells nothing of it.
        let own = isGuest ? nil : platform
        let modules = topology.memoryModules
        let slots =
            modules.modules.isEmpty || modules.toldByHypervisor
            ? nil
            : SlotMap(
                modules, sockets: topology.packages, channelsPerSocket: platform?.channelRange.upperBound)
        var facts = MachineFacts(given: given, name: name)
        facts.sockets = Sourced(max(1, topology.packages), .read, "hwloc's packages")
        facts.capacity = Sourced(ByteCount(topology.memory), .read, "the kernel")
        var reason = Self.reason(modules)
        switch slots?.populatedMemory {
        case .known(let memory):
            facts = facts.completed(
                by: MachineFacts(slots: memory, source: modules.source ?? "SMBIOS", rule: slots?.rule, name: name))
        case .unknown(let why): reason = why
        case nil: break
        }
        if let fabric = topology.fabric { facts = facts.completed(by: MachineFacts(fabric: fabric, name: name)) }
        let processor = topology.cpu.name.flatMap { catalog.processor(named: $0) }
        if let own {
            facts = facts.completed(by: MachineFacts(chipletsOf: topology, platform: own, name: name))
            var table = MachineFacts(
                own, processor: processor, sockets: max(1, topology.packages), catalog: catalog, name: name)
            // What the processor says it carries is of the modules it has; the table is of all its channels.
            if facts.memoryBandwidth != nil, facts.channels == nil { table.channels = nil }
            facts = facts.completed(by: table)
        }
        facts.cores = MachineFacts.cores(
            of: topology, catalog: catalog, processor: isGuest ? nil : processor, measuredGHz: measuredGHz)
        let findings = slots.map { Self.findings($0, facts, own, isGuest: isGuest) } ?? []
        self.init(
            facts: facts, reason: reason, slots: slots, findings: findings, family: platform, isGuest: isGuest)
        nodeShares = Self.nodeShares(topology, slots: slots?.populatedMemory.memory)
        notes = modules.notes ?? []
    }

    private init(
        facts: MachineFacts, reason: String, slots: SlotMap?, findings: [PopulationFinding], family: Platform?,
        isGuest: Bool
    ) {
        self.facts = facts
        self.slots = slots
        self.findings = findings
        self.family = family
        self.isGuest = isGuest
        let isKnown = facts.theoreticalBandwidth != nil
        slotReason = slots?.populatedMemory.memory == nil ? reason : nil
        unknown = isKnown ? nil : reason.contains("--memory") ? reason : "\(reason); give it with --memory"
    }

    private static func reason(_ modules: MemoryModules) -> String {
        if modules.toldByHypervisor {
            return
                "the hypervisor tells which modules there are, and may have invented them; give it with --memory, or "
                + "take its word with --trust-dmi"
        }
        return modules.unknown ?? "the modules do not tell their speed"
    }

    private static func findings(
        _ slots: SlotMap, _ facts: MachineFacts, _ family: Platform?, isGuest: Bool
    ) -> [PopulationFinding] {
        var found = PopulationFinding.findings(slots, family: .init(megatransfers: family?.megatransfers.upperBound))
        if let chiplets = facts.chiplets, let needed = facts.chipletsNeeded, chiplets.value < needed,
            let channels = facts.channels, let speed = facts.megatransfers, let clock = facts.fabricGHz
        {
            found.append(
                .tooFewChiplets(
                    have: chiplets.value, need: needed, channels: channels.value, megatransfers: speed.value,
                    fabric: .init(gigahertz: clock.value, bytesPerClock: facts.readBytesPerClock?.value ?? 32)))
        }
        // A guest's board need not have all channels that the CPU it names could have.
        if isGuest { found.removeAll { if case .unlistedChannels = $0 { true } else { false } } }
        return found.sorted { $1.cost < $0.cost }
    }
}

extension MachineTheory {
    /// Whether it is what the family can have at most, and not what the machine was found to have.
    var isUpperBound: Bool {
        facts.bandwidth == nil && facts.channels.map { [.table, .assumed].contains($0.provenance.kind) } == true
            && slots?.populatedMemory.memory == nil
    }

    /// As the headline tells it.
    var bandwidth: TheoreticalBandwidth {
        guard let theory = facts.theoreticalBandwidth else { return .unknown(why: unknown ?? "not known") }
        let source = facts.weakestProvenance.map { "\($0)" } ?? ""
        return .known(theory, provenance: isUpperBound ? "the most that its family can have; \(source)" : source)
    }
}

extension Environment {
    /// Whether a hypervisor stands below, and not a container alone.
    var hasHypervisor: Bool {
        let containers = ["Docker", "Podman", "Kubernetes", "LXC"]
        return (virtualization ?? "").split(separator: ",").contains { layer in
            !containers.contains { layer.contains($0) }
        }
    }
}
