import Catalog
import Quantities
import Records
import Statistics
import Tables

/// How fast models load.
struct StorageSection: ReportSection {
    let context: ReportContext

    /// The format of the files whose load time is told, and the models: from what fits a phone to what fills a server.
    private static let format = "Q4_K_M"
    private static let models = ["Llama 3.2 1B", "Llama 3.1 8B", "Qwen3 30B-A3B", "Qwen3 32B", "Llama 3.1 70B"]

    var markdown: String {
        guard let record = context.storage else { return context.missingSection("Storage", "storage") }
        let cells = context.storageCells
        guard cells.contains(where: { $0.summary != nil }) else {
            let reason = cells.first?.reason ?? "the record has no figures"
            return "## Storage\n\nNot measured: \(reason.escapedForMarkdown).\n"
        }
        return """
            ## Storage

            Sequential reads in GB/s of a temporary file \(place(record.details)).\(proof(record.details))

            \(rates(cells).markdown)\(missing(cells))
            \(loadTimes(cells))
            """
    }

    private func place(_ details: StorageDetails) -> String {
        let fileSystem = details.fileSystem.map { " on \($0)" } ?? ""
        let device = details.device.map { ", \($0.text)" } ?? ""
        return "of \(ByteCount(details.fileBytes)) in \(details.directory)\(fileSystem)\(device)".escapedForMarkdown
    }

    private func proof(_ details: StorageDetails) -> String {
        details.proof.map { " From storage: \($0.escapedForMarkdown)." } ?? ""
    }

    private func rates(_ cells: [StorageCell]) -> Table {
        let columns: [Table.Column] = [
            .init("From"), .init("Block"), .init("Readers", .right), .init("Median", .right),
            .init("95 % interval", .right), .init("Seen"),
        ]
        let rows = cells.compactMap { cell in
            cell.summary.map { summary in
                [
                    cell.method == .cache ? "page cache" : "storage", "\(ByteCount(cell.blockBytes))",
                    "\(cell.readers)", summary.median.significant(3), summary.intervalText(digits: 3),
                    summary.flags.map(\.rawValue).joined(separator: ", "),
                ]
            }
        }
        return Table(columns, rows: rows)
    }

    /// What has no figure, and why.
    private func missing(_ cells: [StorageCell]) -> String {
        let lines = cells.filter { $0.summary == nil }.map { cell in
            "- \(cell.method == .cache ? "Page cache" : "Storage"): \(cell.reason.escapedForMarkdown).\n"
        }
        let distinct = lines.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        return distinct.isEmpty ? "" : "\nNot measured:\n\n" + distinct.joined()
    }

    private func loadTimes(_ cells: [StorageCell]) -> String {
        guard let format = context.catalog.format(Self.format) else { return "" }
        let (storage, cache) = (cells.fastestFromStorage?.summary, cells.fastestFromCache?.summary)
        let rows = Self.models.compactMap { name in context.catalog.models.first { $0.name == name } }.map { model in
            let size = model.fileSize(format)
            return [
                model.name, "\(size.gigabytes.significant(3)) GB", seconds(size, storage),
                staysInMemory(size) ? seconds(size, cache) : "–",
            ]
        }
        let columns: [Table.Column] = [
            .init("Model"), .init("\(Self.format) file", .right), .init("First load, s", .right),
            .init("Again, s", .right),
        ]
        return """
            Load time is about the file's size over the fastest median: the *first* from storage, *again* from the \
            page cache ("–": not measured, or the file does not fit into memory). Engines that convert weights take \
            longer; a drive's or a hypervisor's own cache may have served a file that was just written.

            \(Table(columns, rows: rows).markdown)
            """
    }

    private func seconds(_ size: ByteCount, _ rate: Summary?) -> String {
        rate.map { (size / Bandwidth(gigabytesPerSecond: $0.median)).significant(2) } ?? "–"
    }

    private func staysInMemory(_ size: ByteCount) -> Bool { context.modelMemory.map { size < $0 } ?? true }
}
