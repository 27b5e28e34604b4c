import Quantities
import Records
import Statistics
import Tables

/// What generation and prompts are made of: the rates that predictions of an engine rest on.
struct InferenceSection: ReportSection {
    let context: ReportContext

    var markdown: String {
        let title = "Inference loops"
        guard let record = context.inference else { return context.missingSection(title, "inference") }
        guard !context.inferenceCells.isEmpty else {
            return "## \(title)\n\nNot measured: \(reasons(record.details)).\n"
        }
        let parts = [vectors(record.details), products, attention, experts].compactMap(\.self)
        let missing = record.details.missing.isEmpty ? "" : "\nNot measured: \(reasons(record.details)).\n"
        return "## \(title)\n\n" + intro + parts.joined(separator: "\n") + missing
    }

    private var intro: String {
        "The probe's own loops, in GGUF's block layouts: what the cores can do, and what an engine's speed is compared "
            + "with. ± is half the width of the 95 % interval.\(nodes)\n\n"
    }

    private var nodes: String {
        (context.topology?.details.memoryNodes.count ?? 1) > 1
            ? " Threads are of all nodes where that was measured, each with its own node's memory." : ""
    }

    private var cells: [InferenceCell] {
        let all = context.inferenceCells
        let most = all.map(\.threads).max() ?? 1
        // Of single nodes only what no place with more threads has.
        return all.filter { $0.node == nil || !all.contains { $0.node == nil && $0.threads == most } }
    }

    private func of(_ operation: InferenceOperation) -> [InferenceCell] { cells.filter { $0.operation == operation } }

    private func vectors(_ details: InferenceDetails) -> String? {
        let own = of(.matrixVector)
        guard !own.isEmpty else { return nil }
        let columns = InferenceCell.Source.allCases.flatMap { source in
            ends(own).map { (source: source, threads: $0) }
        }
        let titles = columns.map { "\($0.source == .memory ? "memory" : "cache"), \(threads($0.threads))" }
        let table = Table(
            [.init("Format"), .init("Set")] + titles.map { .init($0, .right) },
            rows: formats(own).map { cell in
                [cell.format, cell.instructionSet]
                    + columns.map { column in
                        figure(
                            own.first {
                                $0.format == cell.format && $0.instructionSet == cell.instructionSet
                                    && $0.source == column.source && $0.threads == column.threads
                            }?.summary)
                    }
            })
        let cache = ByteCount(details.cacheBytesPerThread)
        return "### Matrix × vector\n\nGB/s of weights, as for each generated token; from cache, \(cache) a thread.\n\n"
            + table.markdown
    }

    private var products: String? {
        let own = of(.matrixMatrix)
        return byColumns(
            own, sizes: own.map(\.batch), of: { $0.batch },
            heading: "### Matrix × matrix\n\nGOP/s by the number of tokens together, as for a prompt.\n\n"
        ) { $0.rate.summary }
    }

    private var attention: String? {
        let own = of(.attention)
        return byColumns(
            own, sizes: own.compactMap(\.context), of: { $0.context ?? 0 },
            heading: "### Attention\n\nGB/s of keys and values by the tokens in the KV cache.\n\n"
        ) { $0.summary }
    }

    /// A row for each type and number of threads, a column for each size.
    private func byColumns(
        _ own: [InferenceCell], sizes: [Int], of size: @escaping (InferenceCell) -> Int, heading: String,
        summary: @escaping (InferenceCell) -> Summary?
    ) -> String? {
        guard !own.isEmpty else { return nil }
        let columns = Set(sizes).sorted()
        let rows = formats(own).flatMap { cell in
            ends(own).map { count in
                [cell.format.uppercased(), cell.instructionSet, "\(count)"]
                    + columns.map { column in
                        figure(
                            own.first {
                                $0.format == cell.format && $0.instructionSet == cell.instructionSet
                                    && $0.threads == count && size($0) == column
                            }.flatMap(summary))
                    }
            }
        }
        return heading
            + Table(
                [.init("Type"), .init("Set"), .init("Threads", .right)] + columns.map { .init("\($0)", .right) },
                rows: rows
            ).markdown
    }

    private var experts: String? {
        let rates = of(.expertGather).compactMap { cell in
            cell.summary.map { "\($0.median.significant(3)) GB/s by \(threads(cell.threads))" }
        }
        guard !rates.isEmpty else { return nil }
        return "Of experts in random order: \(rates.joined(separator: ", ")) of weights (matrix × vector in Q4_K).\n"
    }

    /// One thread and the most.
    private func ends(_ own: [InferenceCell]) -> [Int] {
        let counts = own.map(\.threads)
        return Set([counts.min(), counts.max()].compactMap(\.self)).sorted()
    }

    /// A cell of each format and instruction set, in the order measured.
    private func formats(_ own: [InferenceCell]) -> [InferenceCell] {
        var seen: Set<[String]> = []
        return own.filter { seen.insert([$0.format, $0.instructionSet]).inserted }
    }

    private func figure(_ summary: Summary?) -> String { summary?.figureText ?? "–" }

    private func threads(_ count: Int) -> String { count == 1 ? "1 thread" : "\(count) threads" }

    private func reasons(_ details: InferenceDetails) -> String {
        details.missing.map { missing in
            "\(missing.operation.name)\(missing.format.map { " in \($0)" } ?? ""): \(missing.reason)"
        }.joined(separator: "; ").escapedForMarkdown
    }
}
