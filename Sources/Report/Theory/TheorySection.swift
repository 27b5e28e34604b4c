import Catalog
import Quantities
import Records
import Statistics
import Tables
import TokenModel

/// What the machine should do, and where that is known from; what its slots cost is among the findings.
struct TheorySection: ReportSection {
    let context: ReportContext

    private var theory: MachineTheory { context.machineTheory }
    private var facts: MachineFacts { theory.facts }

    var markdown: String {
        guard !isEmpty else { return "" }
        return (["## What it should do\n"] + parts).joined(separator: "\n")
    }

    var figures: [Figure] {
        isEmpty ? [] : [TheoryFigure(context, shares).figure].compactMap(\.self)
    }

    private var isEmpty: Bool { context.topology == nil && facts.theoreticalBandwidth == nil }

    /// Nil without a figure.
    private var picture: String? {
        let links = figures.map(context.link).joined().drop { $0 == "\n" }
        return links.isEmpty ? nil : String(links)
    }

    private var parts: [String] {
        [
            "Facts that theory rests on, each with where it comes from: *read* from the machine, *derived* from what "
                + "it tells, from a *table* of its family, *assumed* where nobody has checked the table, or "
                + "*given by you*.\n",
            facts.factsTable.markdown, ceilings, guestSentence, peaks, picture, slotTable, upgrades,
        ].compactMap(\.self)
    }

    /// The ceilings, and what was measured of them.
    private var ceilings: String? {
        guard facts.theoreticalBandwidth != nil else {
            return "Theoretical bandwidth: unknown: \((theory.unknown ?? "").escapedForMarkdown).\n"
        }
        var text = facts.ceilingTable.markdown
        if let sentence = facts.chipletSentence { text += "\n\(sentence)\n" }
        if theory.isUpperBound {
            text +=
                "\nThis is the most that its family can have: which channels have modules is not known "
                + "(\((theory.slotReason ?? "").escapedForMarkdown)).\n"
        }
        if let measured { text += "\n" + measured.markdown + above }
        return text
    }

    private var shares: [MeasuredShare] {
        context.cells.nodes.flatMap { node in
            ["read", "triad"].compactMap { loop -> MeasuredShare? in
                guard let summary = context.cells.fastest(loop, node: node)?.summary,
                    let part = theory.bandwidth(of: node)
                else { return nil }
                return MeasuredShare(
                    place: node == "all" ? "whole machine" : "node \(node)", isWhole: node == "all", loop: loop,
                    summary: summary, theory: part.gigabytesPerSecond)
            }
        }
    }

    private var measured: Table? {
        let rows = shares.map { share in
            [
                share.place, share.loop, share.summary.median.significant(3), share.theory.fixed(1),
                "\((share.share * 100).fixed(0)) %", Self.bar(share.share),
            ]
        }
        guard !rows.isEmpty else { return nil }
        return Table(
            [
                .init("Where"), .init("Loop"), .init("Measured GB/s", .right), .init("Theory GB/s", .right),
                .init("Of theory", .right), .init(""),
            ], rows: rows)
    }

    /// Nil where the cores are in no table, or their clock is not known.
    private var peaks: String? {
        let table = facts.peakTable
        guard !table.rows.isEmpty else { return nil }
        return table.markdown + "\nWhat was measured of these peaks is below, under *Peak compute*.\n"
    }

    /// Twenty steps to 100 %.
    private static func bar(_ share: Double) -> String {
        let full = Int((min(1, max(0, share)) * 20).rounded())
        return String(repeating: "█", count: full) + String(repeating: "░", count: 20 - full)
    }

    /// Never clamped: the theory is then wrong.
    private var above: String {
        guard let theory = facts.theoreticalBandwidth, let read = context.readBandwidth,
            read.fastestSeen > theory.gigabytesPerSecond
        else { return "" }
        let how = read.bandwidth.median > theory ? "It reads" : "At its best it read"
        return
            "\n\(how) \(read.fastestSeen.significant(3)) GB/s, more than theory allows: the theory "
            + "is wrong. Its least sure fact is "
            + "\((facts.weakestProvenance.map { "\($0)" } ?? "").escapedForMarkdown).\n"
    }

    private var guestSentence: String? {
        guard theory.isGuest, theory.slots == nil, let family = theory.family else { return nil }
        let rates = family.megatransfers
        let speed = rates.count > 1 ? "\(rates.lowerBound) – \(rates.upperBound)" : "\(rates.lowerBound)"
        return "A whole socket of its family, \(family.name.escapedForMarkdown), has \(family.channels) channels of "
            + "\(family.memory.escapedForMarkdown) at \(speed) MT/s; what part of one this guest has is not known, so "
            + "that nothing is set against it.\n"
    }

    /// Channels with their modules; nil where no slots are known.
    private var slotTable: String? {
        guard let slots = theory.slots, !slots.channels.isEmpty else { return nil }
        let hasSockets = Set(slots.channels.map(\.socket)).count > 1
        let rows = slots.channels.flatMap { channel in
            channel.slots.map { slot in
                (hasSockets ? ["\(channel.socket)"] : []) + [channel.name, slot.locator] + slot.cells
            }
        }
        let columns: [Table.Column] =
            (hasSockets ? [.init("Socket", .right)] : [])
            + [.init("Channel"), .init("Slot"), .init("Module"), .init("Runs at", .right), .init("Made for", .right)]
        return Table(columns, rows: rows).markdown
            + theory.notes.map { "\nOf the firmware's table: \($0.escapedForMarkdown).\n" }.joined()
    }

    private var upgrades: String? {
        // Of the family's most, nothing more is to be had.
        guard facts.theoreticalBandwidth != nil, !theory.isUpperBound, !facts.upgrades.isEmpty else { return nil }
        return "What would move the bound:\n\n" + facts.upgrades.table.markdown
    }
}

extension MemoryModule {
    fileprivate var cells: [String] {
        guard isFitted else { return ["empty", "–", "–"] }
        func speed(_ rate: Int?) -> String { rate.map { "\($0) MT/s" } ?? "not told" }
        let kind = [type, ranks.map { "\($0)R" }].compactMap(\.self).joined(separator: " ")
        return ["\(size > 0 ? "\(ByteCount(size))" : "unknown size") \(kind)", speed(configuredMTs), speed(ratedMTs)]
    }
}
