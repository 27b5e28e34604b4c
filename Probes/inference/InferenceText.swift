import Quantities
import Records
import Statistics
import Tables

/// Rates for a person at a terminal.
struct InferenceText {
    private let record: Record<InferenceDetails>
    private let cells: [InferenceCell]

    init(_ record: Record<InferenceDetails>) {
        self.record = record
        cells = record.measurements.compactMap(InferenceCell.init)
    }

    var text: String {
        let sections = InferenceOperation.allCases.compactMap(section)
        let caveats = record.caveats.map { "! \($0.text)\n" }
        return (["Inference\n"] + sections + [missing] + caveats).filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private func section(_ operation: InferenceOperation) -> String? {
        let own = cells.filter { $0.operation == operation }
        guard !own.isEmpty else { return nil }
        // What has a figure from cache stands beside it; other threads have a table of their own.
        let columns = Self.unique(own.map(column)).sorted()
        let cached = columns.filter { $0.source == .cache }
        let main = columns.filter { column in cached.isEmpty || cached.contains { column.hasThreads(of: $0) } }
        let others = columns.filter { !main.contains($0) }
        let more = others.isEmpty ? "" : "\nBy other threads, from memory\n\n" + table(own, others).terminalText
        return "\(title(operation))\n\n" + table(own, main).terminalText + more
    }

    private func column(_ cell: InferenceCell) -> Column { Column(cell, among: record.details.places) }

    private func title(_ operation: InferenceOperation) -> String {
        let shapes = record.details.shapes.filter { $0.operation == operation }.map(\.text)
        let shape = Set(shapes).count == 1 ? " (\(shapes[0]))" : ""
        switch operation {
        case .matrixVector:
            return "Matrix × vector\(shape), what generation does: GB/s of weights\(fromCache(operation))"
        case .matrixMatrix: return "Matrix × matrix\(shape), what a prompt does: GOP/s"
        case .attention: return "Attention over a KV cache\(shape): GB/s of keys and values"
        case .engineGeneration:
            return "Matrix × vector in the loops that llama.cpp has for it here\(shape): GB/s of weights"
                + fromCache(operation)
        case .enginePrompt:
            return "Matrix × matrix in the loops that llama.cpp has for it here\(shape): GOP/s"
        case .expertGather: return "Expert gather\(shape): GB/s of weights"
        }
    }

    private func fromCache(_ operation: InferenceOperation) -> String {
        guard cells.contains(where: { $0.operation == operation && $0.source == .cache }) else { return "" }
        return "; from cache \(ByteCount(record.details.cacheBytesPerThread)) a thread"
    }

    /// A row for each format, batch and context; a column for each source and number of threads.
    private func table(_ own: [InferenceCell], _ columns: [Column]) -> Table {
        let rows = Self.unique(own.map(Row.init))
        let several = Set(columns.map(\.source)).count > 1
        let titles: [Table.Column] =
            [.init("Format"), .init("Set")]
            + (rows.contains { $0.path != nil } ? [.init("Path")] : [])
            + (rows.contains { $0.batch > 1 } ? [.init("Batch", .right)] : [])
            + (rows.contains { $0.context != nil } ? [.init("Tokens", .right)] : [])
            + columns.map { .init($0.title(withSource: several), .right) }
        return Table(
            titles,
            rows: rows.map { row in
                let those = own.filter { Row($0) == row }
                return [row.format, row.set]
                    + (rows.contains { $0.path != nil } ? [row.path ?? ""] : [])
                    + (rows.contains { $0.batch > 1 } ? ["\(row.batch)"] : [])
                    + (rows.contains { $0.context != nil } ? [row.context.map { "\($0)" } ?? ""] : [])
                    + columns.map { column in
                        those.first { self.column($0) == column }.map(figure) ?? ""
                    }
            })
    }

    private func figure(_ cell: InferenceCell) -> String {
        guard let summary = cell.summary else { return "–" }
        return (cell.operation.isProduct ? cell.rate.summary ?? summary : summary).figureText
    }

    /// What was not measured, and why, each reason once.
    private var missing: String {
        let whole = record.details.missing.map { (name: $0.format ?? "", operation: $0.operation, reason: $0.reason) }
        let single = cells.filter { $0.summary == nil }.map { cell in
            (name: "", operation: cell.operation, reason: cell.reason)
        }
        let reasons = Self.unique((whole + single).map { Reason(operation: $0.operation, reason: $0.reason) })
        return reasons.map { reason in
            let names = whole.filter { $0.operation == reason.operation && $0.reason == reason.reason }
                .map(\.name).filter { !$0.isEmpty }
            let count = single.count { $0.operation == reason.operation && $0.reason == reason.reason }
            let what = names.isEmpty ? count > 0 ? "\(count) figures" : "all" : names.joined(separator: ", ")
            return "Not measured of \(reason.operation.name): \(what): \(reason.reason)\n"
        }.joined()
    }

    private struct Reason: Hashable {
        let operation: InferenceOperation
        let reason: String
    }

    private static func unique<Value: Hashable>(_ values: [Value]) -> [Value] {
        var seen: Set<Value> = []
        return values.filter { seen.insert($0).inserted }
    }
}

/// What a row of the table is of.
private struct Row: Hashable {
    let format: String
    let set: String
    /// "rows of 8, maddubs, 256 bits", of an engine's loops.
    let path: String?
    let batch: Int
    let context: Int?

    init(_ cell: InferenceCell) {
        path = cell.path.map { [$0.split(separator: "_").joined(separator: " "), cell.step].compactMap(\.self) }?
            .joined(separator: ", ")
        format = cell.operation == .matrixMatrix ? cell.format.uppercased() : cell.format
        set = cell.instructionSet
        batch = cell.batch
        context = cell.context
    }
}

/// What a column of the table is of.
private struct Column: Hashable, Comparable {
    let source: InferenceCell.Source
    let threads: Int
    /// Nil where the machine has one node, or the threads are of several.
    let node: Int?

    init(_ cell: InferenceCell, among places: [InferenceDetails.Place]) {
        source = cell.source
        threads = cell.threads
        node = Set(places.map(\.node)).count > 1 ? cell.node : nil
    }

    func title(withSource: Bool) -> String {
        (withSource ? "\(source.rawValue), " : "") + "\(threads) thread\(threads == 1 ? "" : "s")"
            + (node.map { " of node \($0)" } ?? "")
    }

    func hasThreads(of other: Column) -> Bool { threads == other.threads && node == other.node }

    static func < (one: Column, other: Column) -> Bool {
        func rank(_ column: Column) -> [Int] {
            [column.source == .memory ? 0 : 1, column.threads, column.node ?? .max]
        }
        return rank(one).lexicographicallyPrecedes(rank(other))
    }
}
