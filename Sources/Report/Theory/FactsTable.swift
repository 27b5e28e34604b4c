import Catalog
import Quantities
import Tables
import TokenModel

extension MachineFacts {
    /// Each fact with where it comes from.
    package var factsTable: Table {
        Table(
            [.init("Fact"), .init("Value"), .init("Where from")],
            rows: rows.compactMap { row in row.value.map { [row.name, $0, row.provenance] } })
    }

    private typealias Row = (name: String, value: String?, provenance: String)

    private var rows: [Row] {
        let family = platform.map { "\($0.name)" + ($0.socket.map { ", socket \($0)" } ?? "") }
        return [("Family", family, "table: \(platform?.source ?? "")")]
            + [
                row("Sockets", sockets) { "\($0)" },
                row("Memory", capacity) { "\($0)" },
                row("Memory channels in use", channels, "--channels") { "\($0)" },
                row("Bits of a channel", channelWidth) { "\($0)" },
                row("Memory speed", megatransfers, "--mts") { "\($0) MT/s" },
                row("Chiplets of cores", chiplets, "--ccds") { "\($0)" },
                row("Fabric clock (FCLK)", fabricGHz, "--fclk") { "\($0.shortest(decimals: 3)) GHz" },
                row("Read by a chiplet per clock", readBytesPerClock, "--bytes-per-clock") { "\($0) bytes" },
                row("Written by a chiplet per clock", writeBytesPerClock) { "\($0) bytes" },
                row("Bandwidth", bandwidth) { "\($0)" },
            ] + cores.map(Self.row)
    }

    private func row<Value>(
        _ name: String, _ fact: Sourced<Value>?, _ option: String? = nil, _ text: (Value) -> String
    ) -> Row {
        guard let fact else { return (name, nil, "") }
        let range = fact.range.map { range in " (of \(range)" + (option.map { ": give \($0)" } ?? "") + ")" }
        return (name, text(fact.value) + (range ?? ""), "\(fact.provenance)")
    }

    private static func row(_ cores: CoreFacts) -> Row {
        var text = "\(cores.count) × \(cores.name ?? "core")"
        if let clock = cores.clock {
            text += " at \(clock.value.shortest(decimals: 2)) GHz" + (clock.range.map { " (\($0))" } ?? "")
        }
        return ("Cores", text, cores.clock.map { "\($0.provenance)" } ?? "clock not known: give --cores")
    }
}
