import Quantities
import Records
import Statistics
import Tables

/// Rates and load times for a person at a terminal.
struct StorageText {
    private let record: Record<StorageDetails>
    private let cells: [StorageCell]

    /// Sizes of model files to tell the load time of, in GB.
    private static let sizes = [1.0, 5, 20, 40]

    init(_ record: Record<StorageDetails>) {
        self.record = record
        cells = record.measurements.compactMap(StorageCell.init)
    }

    var text: String {
        let caveats = record.caveats.map { "! \($0.text)\n" }
        return (["Sequential reads, GB/s\n\n\(place)", table.terminalText, missing, loadTimes] + caveats)
            .filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private var place: String {
        let details = record.details
        var text = "Folder: \(details.directory) (by \(details.chosenBy))"
        if let fileSystem = details.fileSystem { text += ", \(fileSystem)" }
        if let device = details.device { text += " on \(device.text)" }
        if let free = details.freeBytes { text += ", \(ByteCount(free)) free" }
        if details.fileBytes > 0 {
            text +=
                "\nTemporary file: \(ByteCount(details.fileBytes))"
                + (details.limitedBy.map { ", limited by \($0)" } ?? "")
        }
        return text + (details.proof.map { "; \($0)" } ?? "") + "\n"
    }

    private var measured: [StorageCell] { cells.filter { $0.summary != nil } }

    private var table: Table {
        let columns: [Table.Column] = [
            .init("From"), .init("Block"), .init("Readers", .right), .init("Median", .right), .init("95 % interval"),
            .init("Best", .right), .init("Samples", .right), .init(""),
        ]
        return Table(columns, rows: measured.compactMap(row))
    }

    private func row(_ cell: StorageCell) -> [String]? {
        guard let summary = cell.summary else { return nil }
        return [
            cell.method == .cache ? "page cache" : "storage", "\(ByteCount(cell.blockBytes))", "\(cell.readers)",
            summary.median.significant(3), summary.intervalText(digits: 3), summary.best.significant(3),
            "\(summary.count)", summary.flags.map(\.rawValue).joined(separator: " "),
        ]
    }

    private var missing: String {
        let reasons = cells.filter { $0.summary == nil }.map { cell in
            "\(cell.method == .cache ? "Page cache" : "Storage") not measured: \(cell.reason)\n"
        }
        return reasons.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }.joined()
    }

    private var loadTimes: String {
        let rates = [("from storage", cells.fastestFromStorage), ("from the page cache", cells.fastestFromCache)]
        let lines = rates.compactMap { name, cell in
            cell?.summary.map { summary in
                let times = Self.sizes.map { "\($0.fixed(0)) GB \(($0 / summary.median).significant(2)) s" }
                return "Load time \(name), about: \(times.joined(separator: ", "))\n"
            }
        }
        return lines.joined()
    }
}
