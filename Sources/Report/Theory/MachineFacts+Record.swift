import Catalog
import Quantities
import Records
import TokenModel

extension MachineFacts {
    /// What the slots of the board tell; nothing from a table that a hypervisor told.
    init(slots: PopulatedMemory, source: String, rule: String?, name: String) {
        self.init(name: name)
        let kind = rule == nil ? Provenance.Kind.assumed : .derived
        let how = rule ?? "slot names tell no channels, so that each module counts as one"
        channels = Sourced(slots.channels, kind, "\(source), \(how)")
        // Channels of different widths are told together.
        let isEven = slots.totalWidth % max(1, slots.channels) == 0
        channelWidth = Sourced(isEven ? slots.totalWidth / max(1, slots.channels) : 64, .read, source)
        if !isEven { channels = Sourced(slots.totalWidth / 64, kind, "\(source), \(how)") }
        let speed = slots.isRatedSpeed ? "the speed it is made for; what it runs at is not told" : "configured speed"
        megatransfers = Sourced(slots.megatransfers, slots.isRatedSpeed ? .derived : .read, "\(source), \(speed)")
        memoryType = Sourced(slots.type, .read, source)
    }

    /// What AMD's system management tells.
    init(fabric: FabricClocks, name: String) {
        self.init(name: name)
        let source = fabric.source ?? "HSMP"
        if let clock = fabric.sockets.compactMap(\.fabricMHz).min() {
            fabricGHz = Sourced(Double(clock) / 1000, .read, source)
        }
        if let clock = fabric.sockets.compactMap(\.memoryMHz).min() {
            megatransfers = Sourced(2 * clock, .read, "\(source), twice the memory's clock")
        }
        let carried = fabric.sockets.compactMap(\.maxGBs)
        if !carried.isEmpty, carried.count == fabric.sockets.count {
            memoryBandwidth = Sourced(
                Bandwidth(gigabytesPerSecond: Double(carried.reduce(0, +))), .read, source)
        }
    }

    /// Chiplets, from dies where the CPU tells them and else from its L3 caches; for a family that has them.
    init(chipletsOf topology: TopologyDetails, platform: Platform, name: String) {
        self.init(name: name)
        guard platform.chiplets != nil else { return }
        let caches = topology.dataCaches(level: 3).count
        if let dies = topology.dies, dies > topology.packages || platform.chiplets?.lowerBound == 1 {
            chiplets = Sourced(dies, .read, "hwloc's dies")
        } else if let each = platform.cachesPerChiplet, each > 0, caches >= each {
            chiplets = Sourced(
                caches / each, .derived, "\(caches) L3 caches, \(each) to a chiplet of \(platform.name)")
        }
    }

    /// Kinds of core with the clock that the kernel tells, or that was measured.
    /// - Parameter measuredGHz: of all cores at work; nil where it was not measured.
    static func cores(
        of topology: TopologyDetails, catalog: Catalog, processor: Processor?, measuredGHz: Double?
    ) -> [CoreFacts] {
        topology.coreKinds.map { kind in
            let core = catalog.core(topology.cpu.signature, kind: kind.name)
            let own = processor?.cores.first { $0.core == core?.name }
            let clock =
                kind.maxMHz.map { Sourced(Double($0) / 1000, .read, "the kernel's highest clock") }
                ?? own.flatMap { cores in
                    cores.baseGHz.map {
                        Sourced($0, source: processor?.source ?? "", .clocks, row: processor?.name)
                    }
                } ?? measuredGHz.map { Sourced($0, .derived, "the clock measured with all cores busy") }
            return CoreFacts(
                count: kind.cores, name: core?.name ?? (kind.name == "uniform" ? nil : kind.name), clock: clock,
                operations: core?.peaks ?? [:])
        }
    }
}

extension CPUIdentity {
    /// What the catalogue knows CPUs by.
    var signature: CPUSignature {
        CPUSignature(vendor: vendor, family: family, model: model, stepping: stepping)
    }
}
