import Catalog
import Quantities

extension MachineFacts {
    /// BW_RAM: what the memory channels carry; nil where it is not known.
    package var dram: Bandwidth? {
        guard let channels, let megatransfers else { return memoryBandwidth?.value }
        return Self.dram(channels: channels.value, width: channelWidth?.value ?? 64, rate: megatransfers.value)
    }

    /// BW_CPU: what all chiplets together read through the fabric; nil where there is none, or it is not known.
    package var fabric: Bandwidth? { fabric(bytes: readBytesPerClock?.value ?? 32) }

    /// What they write: less where a link carries fewer bytes towards memory.
    package var fabricWrite: Bandwidth? {
        guard let write = writeBytesPerClock?.value else { return fabric }
        // A part with two links a chiplet has both for writing too.
        let links = max(1, (readBytesPerClock?.value ?? 32) / 32)
        return fabric(bytes: write * links)
    }

    /// What theory allows: the smaller ceiling, or what somebody told as a whole; nil where nothing is known.
    package var theoreticalBandwidth: Bandwidth? {
        if let bandwidth { return bandwidth.value }
        guard let dram else { return nil }
        return SimpleModel.theoreticalBandwidth(dram: dram, fabric: fabric)
    }

    /// Of one socket.
    package var bandwidthPerSocket: Bandwidth? {
        theoreticalBandwidth.map { $0 / Double(max(1, sockets?.value ?? 1)) }
    }

    /// Which ceiling is the smaller.
    package var binding: Ceiling? {
        if bandwidth != nil { return .told }
        guard let dram else { return nil }
        guard let fabric, fabric < dram else { return .memory }
        return .fabric
    }

    /// What limits the bandwidth.
    package enum Ceiling: String, Sendable {
        case memory
        case fabric
        /// Nobody says which: the bandwidth was told as a whole.
        case told
    }

    /// The fewest chiplets whose links carry what the memory gives; nil where no fabric is known.
    package var chipletsNeeded: Int? {
        guard let dram, let fabricGHz else { return nil }
        return SimpleModel.chipletsNeeded(
            for: dram, clock: Frequency(gigahertz: fabricGHz.value), bytesPerClock: readBytesPerClock?.value ?? 32)
    }

    /// What the memory's ceiling rests on: the least sure kind of its facts, and which they are.
    package var dramProvenance: Provenance? {
        guard channels != nil, megatransfers != nil else { return memoryBandwidth?.provenance }
        return .weakest([channels?.provenance, megatransfers?.provenance, channelWidth?.provenance])
    }

    /// Likewise of the fabric's.
    package var fabricProvenance: Provenance? {
        fabric == nil
            ? nil : .weakest([chiplets?.provenance, fabricGHz?.provenance, readBytesPerClock?.provenance])
    }

    /// Likewise of the theoretical bandwidth.
    package var weakestProvenance: Provenance? {
        if let bandwidth { return bandwidth.provenance }
        return .weakest([dramProvenance, binding == .fabric ? fabricProvenance : nil])
    }

    /// Likewise of a number type's peak.
    package func peakProvenance(_ type: String) -> Provenance? {
        peak(type) == nil
            ? nil : .weakest(cores.flatMap { [$0.clock?.provenance, $0.operations[type]?.provenance] })
    }

    private func fabric(bytes: Int) -> Bandwidth? {
        guard let chiplets, let fabricGHz else { return nil }
        return SimpleModel.fabricCeiling(
            chiplets: chiplets.value, clock: Frequency(gigahertz: fabricGHz.value), bytesPerClock: bytes)
    }

    static func dram(channels: Int, width: Int, rate: Int) -> Bandwidth {
        Bandwidth(value: Double(channels) * Double(width) / 8 * Double(rate) * 1e6)
    }
}

extension MachineFacts {
    /// F_cpu of a number type, of all cores; nil where a kind of core has no clock or no figure for it.
    /// - Parameter type: "fp32", "bf16", "int8".
    package func peak(_ type: String) -> ComputeRate? {
        guard !cores.isEmpty else { return nil }
        var groups: [CoreGroup] = []
        for core in cores {
            guard let group = core.group(type) else { return nil }
            groups.append(group)
        }
        return SimpleModel.peakCompute(groups)
    }

    /// Cores of all kinds.
    package var coreCount: Int { cores.map(\.count).reduce(0, +) }
}

extension MachineFacts.CoreFacts {
    /// As the simple model has it; nil where the clock or the type's operations are not known.
    package func group(_ type: String) -> CoreGroup? {
        guard let clock, let operations = operations[type] else { return nil }
        return CoreGroup(
            cores: count, clock: Frequency(gigahertz: clock.value), operationsPerCycle: operations.value)
    }
}
