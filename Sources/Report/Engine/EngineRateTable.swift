import Quantities
import Records
import Statistics
import Tables

/// One build's rates: a row for each model, a column for each phase and number of threads.
struct EngineRateTable {
    private let cells: [EngineCell]
    private let models: [EngineDetails.Model]

    /// - Parameter cells: those that were measured.
    init(_ cells: [EngineCell], _ models: [EngineDetails.Model]) {
        self.cells = cells
        self.models = models
    }

    var isEmpty: Bool { cells.isEmpty }

    var table: Table {
        let columns = Set(shallow.map(Key.init)).sorted()
        let most = columns.last { $0.phase == .generation }
        return Table(
            [.init("Model")] + columns.map { .init($0.title, .right) } + [.init("GB/s", .right)],
            rows: names.map { name in
                [name] + columns.map { cell(name, $0)?.summary?.median.significant(3) ?? "–" }
                    + [most.flatMap { bandwidth(name, cell(name, $0)) } ?? "–"]
            })
    }

    /// What tells a column from the others.
    private struct Key: Hashable, Comparable {
        let phase: EngineCell.Phase
        /// Of a prompt; 0 of generation, whose rate does not depend on them.
        let tokens: Int
        let threads: Int

        init(_ cell: EngineCell) {
            phase = cell.phase
            tokens = cell.phase == .prompt ? cell.tokens : 0
            threads = cell.threads
        }

        var title: String { (phase == .generation ? "tg" : "pp\(tokens)") + " by \(threads)" }

        static func < (left: Key, right: Key) -> Bool {
            (left.tokens, left.threads) < (right.tokens, right.threads)
        }
    }

    private var shallow: [EngineCell] { cells.filter { $0.depth == 0 } }

    /// In the order in which they were first run.
    private var names: [String] {
        shallow.map(\.model).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    }

    private func cell(_ model: String, _ key: Key) -> EngineCell? {
        shallow.first { $0.model == model && Key($0) == key }
    }

    /// All weights of a dense model are read for each token; of a mixture only those of some experts.
    private func bandwidth(_ name: String, _ cell: EngineCell?) -> String? {
        guard let rate = cell?.summary?.median, let model = models.first(where: { $0.name == name }),
            model.experts == 0
        else { return nil }
        return (rate * Double(model.bytes) / 1e9).significant(3)
    }

    /// What a filled cache leaves of the rate: sentences, plain text.
    var deepContext: [String] {
        cells.filter { $0.depth > 0 && $0.phase == .generation }.compactMap { deep in
            guard let rate = deep.summary?.median else { return nil }
            let empty = shallow.first {
                $0.model == deep.model && $0.phase == .generation && $0.threads == deep.threads
            }?.summary?.median
            let share = empty.map { " of \($0.significant(3)) with an empty one, \((rate / $0 * 100).fixed(0)) %" }
            return "With \(deep.depth) tokens in the KV cache, \(deep.model) generates \(rate.significant(3))"
                + "\(share ?? "") (\(TopologyDetails.count(deep.threads, "thread")))."
        }
    }
}
