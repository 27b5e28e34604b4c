import Catalog
import Quantities
import Records
import Tables
import TokenModel

/// This machine among published machines and classes of platforms.
struct StandingSection: ReportSection {
    let context: ReportContext

    var markdown: String {
        guard let own else {
            return "## Where it stands\n\nNot told: \(reason.escapedForMarkdown).\n"
        }
        let rows = (others + [own]).enumerated().sorted {
            ($1.element.key, $0.offset) < ($0.element.key, $1.offset)
        }.map(\.element)
        return """
            ## Where it stands

            Generation by \(SpeedReference.model) in \(SpeedReference.format), the fastest first. Only the row in bold \
            is of this machine, \(ownSource). *Published*: measured by others on their machines, as the source tells; \
            *about* is reckoned from another model by the bytes that a token reads. *Class*: not measured: what is to \
            expect of one socket of its best member, by the shares of theory that published machines of its kind \
            reached.

            \(table(rows))
            """
    }

    private var ownSource: String { context.engine == nil ? "by the simple model, at most" : "as predicted above" }

    private var reason: String {
        guard context.readBandwidth != nil else { return context.reasonMissing("bandwidth") }
        return demand == nil ? "the catalogue has no \(SpeedReference.model)" : "it does not fit into memory"
    }

    private var demand: ModelDemand? {
        guard let model = context.catalog.models.first(where: { $0.name == SpeedReference.model }),
            let format = context.catalog.format(SpeedReference.format)
        else { return nil }
        return ModelDemand(model, format)
    }

    /// Nil where nothing is predicted of it.
    private var own: StandingRow? {
        guard let read = context.readBandwidth, let demand else { return nil }
        let fitted = context.forecasts.first {
            $0.simple.model == SpeedReference.model && $0.simple.format == SpeedReference.format
        }?.engine?.prediction
        let speed: Estimate<Double>
        if let fitted {
            guard let rate = fitted.generation else { return nil }
            speed = rate.map(\.value)
        } else {
            let simple = SimplePrediction(
                demand.model, format: demand.format, fileSize: demand.fileSize, bytesPerToken: demand.bytesPerToken,
                bandwidth: read.bandwidth, memory: context.modelMemory, compute: context.computeBound)
            guard let rate = simple.generationRate else { return nil }
            speed = rate.map(\.value)
        }
        return StandingRow(
            name: "this machine: \(context.topology?.details.cpu.name ?? "CPU not told")",
            theory: context.machineTheory.facts.theoreticalBandwidth?.gigabytesPerSecond,
            bandwidth: "\(read.median.significant(3)) read", speed: speed,
            speedText: fitted == nil ? "at most \(speed.median.significant(3))" : speed.rangeText,
            source: fitted == nil ? "the simple model" : "predicted", isOwn: true)
    }

    private var others: [StandingRow] {
        guard let bytes = demand?.bytesPerToken else { return [] }
        let runs = (try? PublishedRun.builtIn()) ?? []
        let shares = runs.map { PublishedShare($0, context.catalog) }
        let machines = shares.reduce(into: [[PublishedShare]]()) { groups, share in
            if let index = groups.firstIndex(where: { $0[0].run.place == share.run.place }) {
                groups[index].append(share)
            } else {
                groups.append([share])
            }
        }
        let classes = context.catalog.classes.reduce(into: [[PlatformClass]]()) { groups, one in
            let index = groups.firstIndex { group in
                group[0].category == one.category && group[0].sockets == one.sockets
                    && group[0].theoreticalGBs == one.theoreticalGBs
            }
            if let index { groups[index].append(one) } else { groups.append([one]) }
        }
        return machines.compactMap { StandingRow($0, bytesPerToken: bytes) }
            + classes.compactMap { StandingRow($0, shares, bytesPerToken: bytes) }
    }

    /// Stands for "*", which a table escapes; what comes from outside has none.
    private static let mark: Character = "\u{E000}"

    private func table(_ rows: [StandingRow]) -> String {
        let columns: [Table.Column] = [
            .init("Machine"), .init("Theory, GB/s", .right), .init("Bandwidth, GB/s", .right),
            .init("Token/s", .right), .init("Where from"),
        ]
        let bold = String(repeating: Self.mark, count: 2)
        let cells = rows.map { row in
            let cells = [
                row.name.filter { $0 != Self.mark }, row.theory?.fixed(1) ?? "not known", row.bandwidth, row.speedText,
                row.source.filter { $0 != Self.mark },
            ]
            return row.isOwn ? cells.map { bold + $0 + bold } : cells
        }
        return String(Table(columns, rows: cells).markdown.map { $0 == Self.mark ? "*" : $0 })
    }
}
