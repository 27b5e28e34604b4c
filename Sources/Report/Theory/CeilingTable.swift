import Catalog
import Quantities
import Tables
import TokenModel

extension MachineFacts {
    /// The ceilings as formulas with their figures; without rows where nothing is known.
    package var ceilingTable: Table {
        var rows: [[String]] = []
        if let dram, let channels, let megatransfers {
            let bytes = (Double(channelWidth?.value ?? 64) / 8).shortest(decimals: 1)
            let speed = (Double(megatransfers.value) / 1000).shortest(decimals: 3)
            rows.append([
                "Memory channels (BW_RAM)", "\(channels.value) × \(bytes) B × \(speed) GT/s", Self.text(dram),
            ])
        }
        if let memoryBandwidth, dram == memoryBandwidth.value {
            rows.append(["Memory channels (BW_RAM)", "\(memoryBandwidth.provenance)", Self.text(memoryBandwidth.value)])
        }
        if let fabric, let chiplets, let fabricGHz {
            let clock = fabricGHz.value.shortest(decimals: 3)
            let read = readBytesPerClock?.value ?? 32
            rows.append([
                "Fabric, reading (BW_CPU)", "\(chiplets.value) × \(read) B × \(clock) GHz", Self.text(fabric),
            ])
            if let fabricWrite, fabricWrite != fabric {
                let each = (fabricWrite.value / Double(chiplets.value) / fabricGHz.value / 1e9).shortest(decimals: 0)
                rows.append(["Fabric, writing", "\(chiplets.value) × \(each) B × \(clock) GHz", Self.text(fabricWrite)])
            }
        }
        if let theory = theoreticalBandwidth {
            rows.append(["Theoretical bandwidth, reading", bindingText, Self.text(theory)])
            if let sockets, sockets.value > 1, let each = bandwidthPerSocket {
                rows.append(["… of one socket", "÷ \(sockets.value)", Self.text(each)])
            }
            if let best = highest?.theoreticalBandwidth, best > theory {
                rows.append(["… at the upper ends of the ranges above", "", Self.text(best)])
            }
        }
        return Table([.init("Ceiling"), .init("From"), .init("GB/s", .right)], rows: rows)
    }

    /// "the memory binds".
    package var bindingText: String {
        switch binding {
        case .memory where fabric == nil: "the memory's alone: no fabric between it and the cores is known"
        case .memory: "the memory binds"
        case .fabric: "the fabric binds"
        case .told: "given as a whole"
        case nil: "not known"
        }
    }

    /// What chiplets the memory asks for; nil where no fabric is known.
    package var chipletSentence: String? {
        guard let needed = chipletsNeeded, let chiplets, let dram else { return nil }
        let enough = chiplets.value >= needed
        return
            "The memory's \(dram) need at least \(needed) chiplet\(needed == 1 ? "" : "s"); "
            + "this machine has \(chiplets.value)"
            + (enough ? "." : ": a part of the memory's bandwidth cannot be used.")
    }

    /// What to ask for, where the table's ranges leave much open; nil where they do not.
    var rangeSentence: String? {
        guard let theory = theoreticalBandwidth, let best = highest?.theoreticalBandwidth,
            best.value > 1.1 * theory.value
        else { return nil }
        return
            "The table leaves \(Self.text(theory)) to \(Self.text(best)) GB/s open: "
            + (processor == nil ? "name the CPU itself, or give " : "give ")
            + ranges.map(\.option).joined(separator: ", ") + "."
    }

    private static func text(_ bandwidth: Bandwidth) -> String { bandwidth.gigabytesPerSecond.fixed(1) }
}
