import Quantities
import Records
import Statistics
import Tables

/// What the engine that is really here does with models of random weights.
struct EngineSection: ReportSection {
    let context: ReportContext

    private static let title = "The engine as it is here"

    var markdown: String {
        guard let record = context.engineRating, !context.ratedEngine.isEmpty else { return missing }
        let details = record.details
        let parts =
            [builds(details.builds), differences(details.builds), intro(details)]
            + details.builds.map { rates($0, details) } + [unmeasured, closing(record)]
            + BuildComparison.all(context).map(\.markdown)
        return "## \(Self.title)\n\n" + parts.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    /// Nothing where nobody wanted it: of results from before there was the program, and with --skip.
    private var missing: String {
        let run = context.result.runs.first { $0.name == "engine" }
        let isWanted = run.map { $0.outcome != .skipped || context.result.partial } ?? false
        return isWanted || context.engineRating != nil ? context.missingSection(Self.title, "engine") : ""
    }

    // MARK: Builds

    private func builds(_ builds: [EngineDetails.Build]) -> String {
        builds.map { build in
            let number = builds.count > 1 ? "Build \(build.id)" : "Build"
            let commit = build.commit.map { ", commit \($0)" } ?? ""
            let features =
                build.features.map { "It may use \($0.joined(separator: " "))" } ?? "It does not tell what it may use"
            let text = "\(build.text)\(commit); \(build.foundByText). \(features)."
            return "- **\(number.escapedForMarkdown):** \(text.escapedForMarkdown)\n"
        }.joined()
    }

    private func differences(_ builds: [EngineDetails.Build]) -> String {
        guard builds.contains(where: { !$0.differences.isEmpty }) else {
            return "Its paths are those that predictions without it expect.\n"
        }
        let lines = builds.flatMap { build in
            build.differences.map { (builds.count > 1 ? "build \(build.id): " : "") + $0 }
        }
        return "Where its paths are not those that predictions without it expect:\n\n"
            + lines.map { "- \($0.escapedForMarkdown)\n" }.joined()
    }

    // MARK: Rates

    private func intro(_ details: EngineDetails) -> String {
        let bytes = details.models.map(\.bytes).filter { $0 > 0 }
        let sizes = [bytes.min(), bytes.max()].compactMap { $0.map { ByteCount($0).rounded } }
        let files = sizes.isEmpty ? "" : " of \(sizes[0])" + (sizes[0] == sizes[1] ? "" : " to \(sizes[1])")
        let read = context.readBandwidth.map { "; memory is read at \($0.median.significant(3))" } ?? ""
        return """
            Tokens per second with models of random weights in files\(files) that are gone with the run: *usual* has \
            the matrices of models of 1 to 3 billion weights, *thin* many narrow layers, *mixture* experts. *tg* is \
            generation and *pp128* a prompt of 128 tokens, *by* so many threads. *GB/s* is a dense model's file times \
            its generation by all threads\(read).\(scatter)

            """
    }

    /// How much the samples of one rate differ.
    private var scatter: String {
        let spreads = context.ratedEngine.filter { $0.measurement.samples.count > 1 }.map(\.spread)
        guard let middle = spreads.median, let most = spreads.max() else { return "" }
        return " The samples of a rate scatter by \((middle * 100).fixed(1)) % in the median and by "
            + "\((most * 100).fixed(1)) % at most."
    }

    private func rates(_ build: EngineDetails.Build, _ details: EngineDetails) -> String {
        let table = EngineRateTable(context.ratedEngine.filter { $0.build == build.id }, details.models)
        guard !table.isEmpty else { return "" }
        let heading = details.builds.count > 1 ? "Build \(build.id.escapedForMarkdown):\n\n" : ""
        return heading + table.table.markdown + table.deepContext.map { "\n\($0.escapedForMarkdown)\n" }.joined()
    }

    /// What has no figure, by reason.
    private var unmeasured: String {
        let cells = context.engineCells.filter { $0.summary == nil }
        guard !cells.isEmpty else { return "" }
        let several = Set(context.engineCells.map(\.build)).count > 1
        let reasons = cells.map(\.reason).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        return "Not measured:\n\n"
            + reasons.map { reason in
                let names = cells.filter { $0.reason == reason }.map { cell in
                    "\(cell.model) (\(cell.phaseText), \(TopologyDetails.count(cell.threads, "thread"))"
                        + (several ? ", build \(cell.build))" : ")")
                }
                return "- \("\(reason): \(names.listed)".escapedForMarkdown).\n"
            }.joined()
    }

    // MARK: Circumstances

    private func closing(_ record: Record<EngineDetails>) -> String {
        let notes = record.details.notes.isEmpty ? "" : " Left out: \(record.details.notes.joined(separator: "; "))."
        let settings = record.details.trials.isEmpty ? "" : " What settings gain is under *How to run*."
        return (EngineSteadiness(record).text + notes).escapedForMarkdown + settings + "\n"
    }
}

extension ReportContext {
    /// Every rate of an engine, those without a figure too.
    var engineCells: [EngineCell] { (engineRating?.measurements ?? []).compactMap(EngineCell.init) }

    /// Those that were measured.
    var ratedEngine: [EngineCell] { engineCells.filter { $0.summary != nil } }
}

extension EngineDetails.Build {
    /// "found on PATH".
    fileprivate var foundByText: String {
        switch foundBy {
        case "--llama-bench", "LLAMA_BENCH": "named by \(foundBy)"
        case "PATH": "found on PATH"
        case "make engine": "built by make engine"
        default: "found by way of \(foundBy)"
        }
    }
}
