import Catalog
import Quantities
import Tables
import TokenModel

/// Several machines beside each other, a column each.
package struct SideBySide: Sendable {
    private let pages: [TheoryPage]

    package init(_ pages: [TheoryPage]) { self.pages = pages }

    package var blocks: [TheoryBlock] {
        [
            .heading("What theory says of \(pages.count) machines"),
            .text(
                "Nothing here was measured. Where a table has a range, the lower figure is used; each machine's own "
                    + "page (`probe theory` with its name alone) tells where every fact comes from."),
            .table(table), .text(explanation),
        ]
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
                row("Binds") { $0.facts.binding?.rawValue },
                row("Cores") { $0.facts.cores.isEmpty ? nil : "\($0.facts.coreCount)" },
                row("FP32 peak, GFLOP/s") { $0.facts.peak("fp32")?.gigaPerSecond.fixed(0) },
                row("INT8 peak, GOP/s") { $0.facts.peak("int8")?.gigaPerSecond.fixed(0) },
            ] + speeds
                + [
                    row("Price") { $0.price?.units.shortest(decimals: 2) },
                    row("What would help most") { page in
                        page.facts.upgrades.first.map { upgrade in
                            upgrade.factor < 1.0005
                                ? nil : "\(upgrade.change): +\(((upgrade.factor - 1) * 100).significant(2)) %"
                        } ?? nil
                    },
                ].filter { $0.dropFirst().contains { $0 != "–" } })
    }

    /// The models that all pages have, in the order of the first.
    private var speeds: [[String]] {
        guard let first = pages.first else { return [] }
        return first.forecasts.indices.flatMap { index -> [[String]] in
            let name = "\(first.forecasts[index].demand.model.name) \(first.forecasts[index].demand.format)"
            let at = { (page: TheoryPage) in
                page.forecasts.indices.contains(index) ? page.forecasts[index] : nil
            }
            let speed = row("\(name), tokens/s") { page in
                guard let forecast = at(page) else { return nil }
                return forecast.fits
                    ? forecast.generation?.map(\.value).rangeText ?? forecast.ceiling?.value.significant(3)
                    : "does not fit"
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
