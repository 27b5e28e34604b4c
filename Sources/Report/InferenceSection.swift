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
        let parts = [
            engineVectors(record.details), enginePrompts, vectors(record.details), products, attention, experts,
        ].compactMap(\.self)
        let missing = record.details.missing.isEmpty ? "" : "\nNot measured: \(reasons(record.details)).\n"
        return "## \(title)\n\n" + intro + parts.joined(separator: "\n") + missing
    }

    private var intro: String {
        "The probe's own loops, in GGUF's block layouts. ± is half the width of the 95 % interval.\(nodes)\n\n"
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
        let columns = InferenceCell.Source.allCases.filter { source in own.contains { $0.source == source } }
            .flatMap { source in ends(own).map { (source: source, threads: $0) } }
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
        let cached = own.contains { $0.source == .cache } ? "; from cache, \(cache) a thread" : ""
        return
            "### Matrix × vector, the best loops\n\nGB/s of weights, as for each generated token: what the cores can "
            + "do\(cached).\n\n" + table.markdown
    }

    // MARK: As an engine has it

    /// What the engine's own loops do, and how much of the best it leaves.
    private func engineVectors(_ details: InferenceDetails) -> String? {
        let own = of(.engineGeneration)
        guard !own.isEmpty else { return nil }
        let columns = InferenceCell.Source.allCases.flatMap { source in
            ends(own).map { (source: source, threads: $0) }
        }
        let most = ends(own).last ?? 1
        let find = { (cells: [InferenceCell], format: String, source: InferenceCell.Source, threads: Int) in
            cells.first { $0.format == format && $0.source == source && $0.threads == threads }?.summary
        }
        let best = of(.matrixVector)
        let table = Table(
            [.init("Format"), .init("Loop")]
                + columns.map {
                    .init("\($0.source == .memory ? "memory" : "cache"), \(threads($0.threads))", .right)
                } + [.init("Of the best", .right)],
            rows: formats(own).map { cell in
                let share = find(own, cell.format, .memory, most).flatMap { engine in
                    find(best, cell.format, .memory, most).map { (engine.median / $0.median * 100).fixed(0) + " %" }
                }
                return [cell.format, cell.loopText]
                    + columns.map { figure(find(own, cell.format, $0.source, $0.threads)) } + [share ?? "–"]
            })
        let name = details.engine?.name ?? "an engine"
        let features = (details.engine?.features ?? []).joined(separator: ", ")
        let cache = ByteCount(details.cacheBytesPerThread)
        return
            "### Generation, in the loops that \(name) has for it here\n\nA build of it that may use \(features) goes "
            + "through weights so; GB/s of them, from cache \(cache) a thread. *Of the best*: from memory by "
            + "\(threads(most)), over the best loop below: what the engine leaves.\n\n" + table.markdown
    }

    private var enginePrompts: String? {
        let own = of(.enginePrompt).filter { $0.build == nil }
        guard !own.isEmpty else { return nil }
        let batches = Set(own.map(\.batch)).sorted()
        let rows = formats(own).flatMap { cell in
            ends(own).map { count in
                [cell.format, cell.loopText, "\(count)"]
                    + batches.map { batch in
                        figure(
                            own.first { $0.format == cell.format && $0.threads == count && $0.batch == batch }
                                .flatMap { $0.rate.summary ?? $0.summary })
                    }
            }
        }
        let table = Table(
            [.init("Format"), .init("Loop"), .init("Threads", .right)] + batches.map { .init("\($0)", .right) },
            rows: rows)
        return "### Prompts, likewise\n\nGOP/s by the number of tokens together. Formats that are not here are "
            + "multiplied token by token, in generation's loops.\n\n" + table.markdown + otherBuilds(own)
    }

    /// What builds that use less, or more, would do with prompts; empty where none would do otherwise.
    private func otherBuilds(_ own: [InferenceCell]) -> String {
        let most = ends(own).last ?? 1
        let lesser = of(.enginePrompt).compactMap { cell -> String? in
            guard let build = cell.build, cell.threads == most, let rate = cell.summary?.median,
                let full = own.first(where: {
                    $0.format == cell.format && $0.threads == most && $0.batch == cell.batch
                })?.summary?.median
            else { return nil }
            return "\(cell.format) \((rate / full * 100).fixed(0)) % by a build for \(build)"
        }
        let tiles = of(.matrixMatrix).filter { $0.instructionSet.hasPrefix("amx") && $0.threads == most }
            .max { $0.batch < $1.batch }
        let amx = tiles?.rate.summary.map {
            "This CPU has AMX, which the loops above leave alone: a build that uses it multiplies in tiles, of which "
                + "the best loop did \($0.median.significant(3)) GOP/s in \(tiles?.format.uppercased() ?? "") here. "
        }
        guard amx != nil || !lesser.isEmpty else { return "" }
        let less = lesser.isEmpty ? "" : "Other builds would do so much of a prompt's rate: \(lesser.listed)."
        return "\n" + (amx ?? "") + less + "\n"
    }

    private var products: String? {
        let own = of(.matrixMatrix)
        return byColumns(
            own, sizes: own.map(\.batch), of: { $0.batch },
            heading:
                "### Matrix × matrix, the best loops\n\nGOP/s by the number of tokens together, as for a prompt.\n\n"
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

extension InferenceCell {
    /// "rows of 8, maddubs, 256 bits".
    fileprivate var loopText: String {
        [path.map { $0.split(separator: "_").joined(separator: " ") }, step].compactMap(\.self).joined(separator: ", ")
    }
}
