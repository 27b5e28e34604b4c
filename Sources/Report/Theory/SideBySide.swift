import Catalog
import Quantities
import Tables
import TokenModel

/// Several machines beside each other, a column each.
package struct SideBySide: Sendable {
    private let pages: [TheoryPage]

    package init(_ pages: [TheoryPage]) { self.pages = pages }

    /// As many columns as a terminal has room for.
    private static let width = 4

    package var blocks: [TheoryBlock] {
        let parts = stride(from: 0, to: pages.count, by: Self.width).map { first in
            SideBySide(Array(pages[first..<min(first + Self.width, pages.count)]))
        }
        return [
            .heading("What theory says of \(pages.count) machines"),
            .text(
                "Nothing here was measured. Where a table has a range, the lower figure is used; each machine's own "
                    + "page (`probe theory` with its name alone) tells where every fact comes from."),
        ] + parts.map { .table($0.table) } + [.text(explanation)] + upgrades.map { .text($0) }
    }

    /// What would help each machine most; none where nothing would.
    private var upgrades: [String] {
        let texts = pages.compactMap { page -> String? in
            guard let best = page.facts.upgrades.first, best.factor > 1.0005 else { return nil }
            return "\(page.facts.name): \(best.change), +\(((best.factor - 1) * 100).significant(2)) %"
        }
        return texts.isEmpty ? [] : ["What would help most: " + texts.joined(separator: "; ") + "."]
    }

    private var table: Table {
        Table(
            [.init("")] + pages.map { .init($0.facts.name, .right) },
            rows: [
                row("Memory channels × MT/s") { page in
                    guard let channels = page.facts.channels, let rate = page.facts.megatransfers else { return nil }
                    return "\(channels.value) × \(rate.value)"
                },
                row("Chiplets × FCLK") { page in
                    guard let chiplets = page.facts.chiplets, let clock = page.facts.fabricGHz else { return nil }
                    return "\(chiplets.value) × \(clock.value.shortest(decimals: 2)) GHz"
                },
                row("BW_RAM, GB/s") { $0.facts.dram?.gigabytesPerSecond.fixed(1) },
                row("BW_CPU, GB/s") { $0.facts.fabric?.gigabytesPerSecond.fixed(1) },
                row("Theoretical bandwidth, GB/s") { $0.facts.theoreticalBandwidth?.gigabytesPerSecond.fixed(1) },
                row("… at most, by the table's ranges") {
                    $0.facts.highest?.theoreticalBandwidth?.gigabytesPerSecond.fixed(1)
                },
                row("Binds") { $0.facts.binding?.rawValue },
                row("Cores") { $0.facts.cores.isEmpty ? nil : "\($0.facts.coreCount)" },
                row("FP32 peak, GFLOP/s") { $0.facts.peak("fp32")?.gigaPerSecond.fixed(0) },
                row("INT8 peak, GOP/s") { $0.facts.peak("int8")?.gigaPerSecond.fixed(0) },
            ] + speeds
                + [
                    row("Price") { $0.price?.units.shortest(decimals: 2) }
                ].filter { $0.dropFirst().contains { $0 != "–" } })
    }

    /// The models of all pages, in the order of the one that has most.
    private var speeds: [[String]] {
        guard let longest = pages.map(\.forecasts).max(by: { $0.count < $1.count }) else { return [] }
        return longest.flatMap { model -> [[String]] in
            let name = "\(model.demand.model.name) \(model.demand.format)"
            let at = { (page: TheoryPage) in
                page.forecasts.first {
                    $0.demand.model.name == model.demand.model.name && $0.demand.format == model.demand.format
                }
            }
            let speed = row("\(name), tokens/s") { page in
                guard let forecast = at(page) else { return nil }
                return forecast.fits == false
                    ? "does not fit"
                    : forecast.generation?.map(\.value).rangeText ?? forecast.ceiling?.value.significant(3)
            }
            let prompt = row("… prompt, tokens/s") { at($0)?.prompt?.map(\.value).rangeText }
            let cost = row("… tokens/s per 1000") { page in
                page.price.flatMap { price in at(page)?.generation.map { price.perThousand($0).rangeText } }
            }
            return [speed] + [prompt, cost].filter { $0.dropFirst().contains { $0 != "–" } }
        }
    }

    private func row(_ name: String, _ text: (TheoryPage) -> String?) -> [String] {
        [name] + pages.map { text($0) ?? "–" }
    }

    private var explanation: String {
        let classes = pages.compactMap(\.share).reduce(into: [ReachedShare]()) { found, share in
            if !found.contains(where: { $0.category == share.category }) { found.append(share) }
        }
        let texts = classes.map { share in
            "\"\(share.category)\" \((share.stream.low * 100).fixed(0)) to \((share.stream.high * 100).fixed(0)) % "
                + "(\(share.machines.joined(separator: ", ")))"
        }
        return "Tokens/s are what is to expect from the share of theory that published runs reached on machines of a "
            + "class, one socket: \(texts.joined(separator: "; "))."
    }
}
