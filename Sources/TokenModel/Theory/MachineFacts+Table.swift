import Catalog
import Quantities

extension MachineFacts {
    /// What the catalogue knows of a machine of a name: of its CPU where it is known, else of its family, the lower
    /// figure of each range.
    package init(_ machine: NamedMachine, catalog: Catalog, name: String) {
        self.init(
            machine.platform, processor: machine.processor, sockets: machine.sockets, catalog: catalog, name: name)
        self = with(sockets: machine.sockets, from: name)
    }

    /// Told by a name such as "2x EPYC 9755"; one where it tells none.
    package func with(sockets count: Int, from name: String) -> MachineFacts {
        var facts = self
        facts.sockets =
            count > 1 || name.first?.isNumber == true
            ? Sourced(count, .given, name) : Sourced(1, .assumed, "one, unless \"2x …\" or --sockets says otherwise")
        return facts
    }

    /// Likewise of so many sockets of a family.
    package init(
        _ platform: Platform, processor: Processor?, sockets: Int, catalog: Catalog, name: String
    ) {
        self.init(name: name)
        self.platform = platform
        self.processor = processor?.name
        let counts = platform.channelRange
        channels = Sourced(
            sockets * counts.lowerBound, source: platform.source, .memory,
            range: Self.range(sockets * counts.lowerBound...sockets * counts.upperBound, "channels"))
        channelWidth = Sourced(platform.channelWidth, source: platform.source, .memory)
        memoryType = Sourced(platform.memory, source: platform.source, .memory)
        let speeds = platform.megatransfers
        megatransfers =
            processor.flatMap { processor in
                processor.megatransfers.map {
                    Sourced($0, source: processor.source, .memory, row: processor.name)
                }
            }
            ?? Sourced(
                speeds.lowerBound, source: platform.source, .memory, range: Self.range(speeds, "MT/s"))
        fill(fabric: platform, processor, sockets: sockets)
        cores = processor.map { Self.cores(of: $0, sockets: sockets, catalog: catalog) } ?? []
    }

    private mutating func fill(fabric platform: Platform, _ processor: Processor?, sockets: Int) {
        guard let counts = platform.chiplets else { return }
        func own<Value>(_ value: Value?, _ topic: FactTopic) -> Sourced<Value>? {
            guard let processor else { return nil }
            return value.map { Sourced($0, source: processor.source, topic, row: processor.name) }
        }
        chiplets =
            own(processor?.chiplets.map { sockets * $0 }, .chiplets)
            ?? Sourced(
                sockets * counts.lowerBound, source: platform.source, .chiplets,
                range: Self.range(sockets * counts.lowerBound...sockets * counts.upperBound, "chiplets"))
        if let clocks = platform.fabricGHz {
            let ends = [clocks.lowerBound, clocks.upperBound].map { $0.shortest(decimals: 2) }
            // Firmware and owners set the fabric's clock: a table does not tell what a machine has.
            fabricGHz = Sourced(
                clocks.lowerBound, .assumed, Provenance(source: platform.source, .fabric).detail,
                range: clocks.lowerBound < clocks.upperBound ? ends.joined(separator: " – ") + " GHz" : nil)
        }
        if let bytes = platform.readBytesPerClock {
            readBytesPerClock =
                own(processor?.readBytesPerClock, .links)
                ?? Sourced(
                    bytes.lowerBound, source: platform.source, .links, range: Self.range(bytes, "bytes"))
        }
        writeBytesPerClock = platform.writeBytesPerClock.map { Sourced($0, source: platform.source, .links) }
    }

    private static func range(_ values: ClosedRange<Int>, _ unit: String) -> String? {
        values.count > 1 ? "\(values.lowerBound) – \(values.upperBound) \(unit)" : nil
    }

    private static func cores(of processor: Processor, sockets: Int, catalog: Catalog) -> [CoreFacts] {
        processor.cores.map { kind in
            let core = catalog.cores.first { $0.name == kind.core }
            let boost = kind.boostGHz.map { "base; boost \($0.shortest(decimals: 2)) GHz" }
            return CoreFacts(
                count: sockets * kind.count, name: kind.core,
                clock: kind.baseGHz.map {
                    Sourced($0, source: processor.source, .clocks, row: processor.name, range: boost)
                },
                operations: core?.peaks ?? [:])
        }
    }
}

extension CoreMicroarchitecture {
    /// Operations per cycle with the widest vectors it has for each number type, and with its matrix unit ("amx_int8").
    package var peaks: [String: Sourced<Double>] {
        var peaks: [String: Sourced<Double>] = [:]
        for type in ["fp64", "fp32", "bf16", "int8", "amx_bf16", "amx_int8"] {
            guard let value = operations[type] else { continue }
            peaks[type] = Sourced(value, source: source, .memory, row: name)
        }
        return peaks
    }
}
