import Quantities
import Records
import Statistics
import Tables

/// Two builds of an engine on the same models, by all threads.
struct BuildComparison {
    let first: EngineDetails.Build
    let second: EngineDetails.Build
    let pairs: [Pair]

    /// A model's rates by both.
    struct Pair {
        let first: EngineCell
        let second: EngineCell
        /// The second's over the first's.
        let ratio: Double

        init?(_ first: EngineCell, _ second: EngineCell) {
            guard let own = first.summary?.median, let other = second.summary?.median, own > 0 else { return nil }
            self.first = first
            self.second = second
            ratio = other / own
        }

        /// Two samples are of one start of the program: only who came back later has a third.
        private static let fewest = 3

        /// Whether all samples of one are above all of the other.
        var isClear: Bool {
            let (own, other) = (first.measurement.samples.map(\.value), second.measurement.samples.map(\.value))
            guard min(own.count, other.count) >= Self.fewest, let least = own.min(), let most = own.max(),
                let otherLeast = other.min(), let otherMost = other.max()
            else { return false }
            return otherLeast > most || otherMost < least
        }

        /// How much faster the faster is: at least 1.
        var gain: Double { max(ratio, ratio > 0 ? 1 / ratio : 1) }

        /// "Q5_K_M"; "thin Q8_0" of what is no usual model.
        var name: String { first.model == "usual \(first.format)" ? first.format : first.model }
    }

    /// The first that was named beside each other.
    static func all(_ context: ReportContext) -> [BuildComparison] {
        guard let builds = context.engineRating?.details.builds, let first = builds.first else { return [] }
        let cells = context.ratedEngine.filter { $0.depth == 0 }
        let most = cells.map(\.threads).max() ?? 1
        let tokens = cells.filter { $0.phase == .prompt }.map(\.tokens).min() ?? 0
        let told = cells.filter { $0.threads == most && ($0.phase == .generation || $0.tokens == tokens) }
        return builds.dropFirst().compactMap { second in
            let pairs = told.filter { $0.build == first.id }.compactMap { cell in
                told.first {
                    $0.build == second.id && $0.model == cell.model && $0.phase == cell.phase
                }.flatMap { Pair(cell, $0) }
            }
            return pairs.isEmpty ? nil : BuildComparison(first: first, second: second, pairs: pairs)
        }
    }

    func pairs(_ phase: EngineCell.Phase) -> [Pair] { pairs.filter { $0.first.phase == phase } }

    /// "build 2 (Clang 21.1.0)".
    func name(_ build: EngineDetails.Build) -> String { "build \(build.id) (\(build.compiler ?? build.text))" }
}

extension BuildComparison {
    /// A table with both rates and their ratio, and what is greatest of it.
    var markdown: String {
        let heading = "Build \(first.id) beside build \(second.id)".escapedForMarkdown
        return """
            ### \(heading)

            Tokens per second by all threads; the *ratio* is the rate of build \(second.id.escapedForMarkdown) over \
            that of build \(first.id.escapedForMarkdown), in brackets where samples of the two overlap, or are too \
            few.

            \(table.markdown)
            \(sentences.joined(separator: " ").escapedForMarkdown)

            """
    }

    private var table: Table {
        let names = pairs.map(\.first.model).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        let phases = EngineCell.Phase.allCases.filter { !pairs($0).isEmpty }
        let columns = phases.flatMap { phase -> [Table.Column] in
            let title = phase == .generation ? "tg" : "pp\(pairs(phase).first?.first.tokens ?? 0)"
            return [
                .init("\(title), build \(first.id)", .right), .init("build \(second.id)", .right),
                .init("ratio", .right),
            ]
        }
        return Table(
            [.init("Model")] + columns,
            rows: names.map { name in
                [name] + phases.flatMap { phase in cells(pairs(phase).first { $0.first.model == name }) }
            })
    }

    private func cells(_ pair: Pair?) -> [String] {
        guard let pair, let own = pair.first.summary, let other = pair.second.summary else { return ["–", "–", "–"] }
        let ratio = pair.ratio.fixed(2)
        return [own.median.significant(3), other.median.significant(3), pair.isClear ? ratio : "(\(ratio))"]
    }

    /// The greatest clear difference of each phase, and what speaks against it.
    private var sentences: [String] {
        let phases: [(EngineCell.Phase, String)] = [(.generation, "generates"), (.prompt, "processes prompts")]
        let told = phases.flatMap { phase, verb in
            [second, first].compactMap { build -> (gain: Double, text: String)? in
                let won = pairs(phase).filter { $0.isClear && ($0.ratio > 1) == (build.id == second.id) }
                guard let best = won.max(by: { $0.gain < $1.gain }) else { return nil }
                return (
                    best.gain,
                    "\(name(build).capitalizedStart) \(verb) \(best.gain.fixed(2)) × as fast in \(best.name)."
                )
            }.sorted { $0.gain > $1.gain }.map(\.text)
        }
        return told.isEmpty ? ["In no format is one of them clearly faster."] : told
    }
}

extension String {
    fileprivate var capitalizedStart: String { prefix(1).uppercased() + dropFirst() }
}
