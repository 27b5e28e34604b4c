import Catalog
import Quantities
import Tables

extension PublishedComparison {
    /// The document of all runs: Documentation/PublishedRuns.md.
    package var markdown: String {
        """
        # Published runs

        Speeds that others published, from Sources/Catalog/Data/published.json; a test makes this page again. From \
        each run the others of the same machine, placement and format are told: generation as bytes of weights for \
        each token at one rate, prompts as operations for each token at one rate. That is what the model of \
        [Methodology.md](Methodology.md) comes to where memory binds generation and products bind prompts; nothing \
        else of those machines is known. Bytes are counted tensor by tensor, without the table of embeddings, of which \
        a token reads one row. An error is predicted over published, less 1.

        ## One size from another

        \(Self.table(pairs).markdown)
        LocalScore's rows are \(Self.worst(pairs.filter { $0.of.run.isLocalScore })). What is off by more than 10 %:

        \(Self.remarks(pairs.filter { $0.isMiss }.map(\.of.run)))

        ## Another format or placement

        The method promises nothing here; the rows show by how much it is off.

        \(Self.table(unlike).markdown)
        \(Self.remarks(unlike.map(\.of.run)))

        ## Alone

        Machines with one run; how much of their bandwidth it streams is all there is to say.

        \(aloneTable.markdown)
        \(Self.remarks(alone.map(\.run)))

        ## Sources

        \(sources)
        """
    }

    private static func table(_ pairs: [Pair]) -> Table {
        Table(
            [
                .init("Machine"), .init("From"), .init("Predicted"), .init("Generation", .right),
                .init("Published", .right), .init("Error", .right), .init("Prompt", .right), .init("Published", .right),
                .init("Error", .right),
            ],
            rows: pairs.map { pair in
                [
                    pair.of.run.place, pair.from.label(beside: pair.of), pair.of.run.file,
                    pair.generation.significant(3), pair.of.run.generationRate.significant(3),
                    pair.generationError.signedPercent, pair.prompt?.significant(3) ?? "–",
                    pair.of.run.promptRate?.significant(3) ?? "–", pair.promptError?.signedPercent ?? "–",
                ]
            })
    }

    private var aloneTable: Table {
        Table(
            [
                .init("Machine"), .init("Model"), .init("Tokens/s", .right), .init("Streamed", .right),
                .init("Measured", .right), .init("Theoretical", .right),
            ],
            rows: alone.map { known in
                let share = { (rate: Double?) in
                    rate.map {
                        "\(((known.streamed.value / 1e9 / $0) * 100).fixed(0)) % of \($0.shortest(decimals: 1))"
                    }
                        ?? "–"
                }
                return [
                    known.run.place, known.run.file, known.run.generationRate.significant(3),
                    "\((known.streamed.value / 1e9).significant(3)) GB/s", share(known.run.measuredGBs),
                    share(known.run.theoreticalGBs),
                ]
            })
    }

    private static func worst(_ pairs: [Pair]) -> String {
        let generation = pairs.map(\.generationError.magnitude).max() ?? 0
        let prompt = pairs.compactMap(\.promptError?.magnitude).max() ?? 0
        return "off by at most \(generation.percent) for generation and \(prompt.percent) for prompts"
    }

    /// Each once.
    private static func remarks(_ runs: [PublishedRun]) -> String {
        let remarks = runs.compactMap { run in run.remark.map { "- \(run.machine): \($0)" } }
        return remarks.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }.joined(separator: "\n")
    }

    private var sources: String {
        let runs = pairs.map(\.of.run) + unlike.map(\.of.run) + alone.map(\.run)
        let lines = runs.map { "- \($0.machine): \($0.source)\n" }
        return lines.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }.joined()
    }
}

extension PublishedComparison.Pair {
    /// Beyond what the method promises.
    package var isMiss: Bool {
        generationError.magnitude > 0.1 || (promptError?.magnitude ?? 0) > 0.1
    }
}

extension PublishedComparison.Known {
    /// The file, and the placement where that is what differs.
    fileprivate func label(beside other: Self) -> String {
        run.file + (run.placement == other.run.placement ? "" : run.placement.map { ", \($0)" } ?? "")
    }
}
