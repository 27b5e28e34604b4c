import Catalog
import Quantities
import Tables
import TokenModel

/// The platform classes of the source document beside what theory says of them here, and why they differ.
package struct ClassTable: Sendable {
    private let catalog: Catalog
    private let shares: [PublishedShare]

    package init(_ catalog: Catalog, shares: [PublishedShare]) {
        self.catalog = catalog
        self.shares = shares
    }

    package var blocks: [TheoryBlock] {
        [
            .heading("Platform classes"),
            .text(
                "The source document's table of what classes of machines can do, in GB/s and in token/s of a "
                    + "dense 10 GB model, beside the figures here. Best: the family's member with the most chiplets, "
                    + "links and channels, at the document's memory speed. Fewest: its member with the fewest, which "
                    + "is used where only the family is named. To expect: the shares of theory that published runs of "
                    + "the class reached, on one socket of the best member."),
            .table(table),
            .text(
                "The document's bandwidth is that of the best member. The upper end of its token/s is its "
                    + "bandwidth over 10 GB, rounded down; of two sockets it takes off a fifth, where the ceiling here "
                    + "is their sum and what is to expect is one socket's, as engines gain little from a second. The "
                    + "lower end of its token/s is a third of the upper, or a quarter with two sockets, and it gives "
                    + "no reason; here it is the least that a published run of the class reached."),
        ]
    }

    private var table: Table {
        let columns: [Table.Column] = [
            .init("Class"), .init("Series"), .init("Sockets", .right), .init("Document", .right),
            .init("Best", .right), .init("Fewest", .right), .init("Document token/s", .right),
            .init("Ceiling", .right), .init("To expect", .right), .init("Difference"),
        ]
        return Table(columns, rows: catalog.classes.compactMap(row))
    }

    private func row(_ platformClass: PlatformClass) -> [String]? {
        guard let fewest = facts(platformClass), let best = best(platformClass),
            let least = fewest.theoreticalBandwidth?.gigabytesPerSecond,
            let most = best.theoreticalBandwidth?.gigabytesPerSecond
        else { return nil }
        let share = ReachedShare(of: fewest.platform?.category, among: shares)
        let socket = most / Double(platformClass.sockets)
        let expected = share.map {
            "\((socket * $0.stream.low / 10).significant(2)) – \((socket * $0.stream.high / 10).significant(2))"
        }
        let told = platformClass.tgFor10GB
        return [
            platformClass.category, platformClass.series, "\(platformClass.sockets)",
            platformClass.theoreticalGBs.fixed(1), most.fixed(1), least.fixed(1),
            "\(told.lowerBound) – \(told.upperBound)", (most / 10).fixed(1), expected ?? "–",
            difference(platformClass, best: most),
        ]
    }

    /// Of the bandwidth and of the upper end of token/s.
    private func difference(_ platformClass: PlatformClass, best: Double) -> String {
        let ratio = platformClass.theoreticalGBs / best
        if (ratio - 1).magnitude > 0.001 {
            return "the document has \((ratio * 100).fixed(0)) % of the best member's"
        }
        let told = Double(platformClass.tgFor10GB.upperBound)
        return told >= (best / 10).rounded(.down)
            ? "none" : "token/s: \((told / (best / 10) * 100).fixed(0)) % of the ceiling"
    }

    /// Of the smallest member of all the families of the class, at the document's speed.
    private func facts(_ platformClass: PlatformClass) -> MachineFacts? {
        let families = catalog.platforms.filter { platformClass.platforms.contains($0.name) }
        guard let platform = Platform.lowest(of: families) else { return nil }
        var facts = MachineFacts(
            platform, processor: nil, sockets: platformClass.sockets, catalog: catalog, name: platformClass.series)
        facts.megatransfers = Sourced(platformClass.megatransfers, .table, platformClass.source)
        facts.sockets = Sourced(platformClass.sockets, .table, platformClass.source)
        return facts
    }

    private func best(_ platformClass: PlatformClass) -> MachineFacts? {
        facts(platformClass).map { $0.highest ?? $0 }
    }
}
