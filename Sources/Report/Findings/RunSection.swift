import Catalog
import Quantities
import Records
import Statistics
import Tables
import TokenModel

/// Command lines of llama.cpp for this machine, with what they should give.
struct RunSection: ReportSection {
    let context: ReportContext

    private static let contextTokens = [8192, 4096, 2048]

    var markdown: String {
        let places = RunPlace.all(context)
        guard let first = places.first(where: { $0.model != nil }) ?? places.first else {
            return "## How to run\n\nNot told: \(reason.escapedForMarkdown).\n"
        }
        return """
            ## How to run

            llama.cpp on this machine; put the file of your model for MODEL.gguf. \(models)

            \(places.map(part).joined(separator: "\n"))
            \(EngineSettings(context).map { SettingText(settings: $0).markdown } ?? "")
            ### To check the predictions

            \(checking)

            \(first.command.bench.shellBlock)
            \(notes(places).map { "- \($0)\n" }.joined())
            """
    }

    private var reason: String {
        context.readBandwidth == nil
            ? context.reasonMissing("bandwidth")
            : "the topology was not recorded, or memory of no node was read from its own cores"
    }

    // MARK: Models

    /// The models to tell speeds of: the reference, and the largest that are good for something; without repeats.
    private var forecasts: [Forecast] {
        let good = GoodFor(context)
        let reference = SpeedReference(context)?.prediction.demand
        let usual = context.forecasts.first {
            $0.simple.format == reference?.format && $0.simple.model == reference?.model.name
        }
        return [usual, good.interactive?.forecast, good.background?.forecast].compactMap(\.self)
            .reduce(into: [Forecast]()) { all, forecast in
                if !all.contains(where: { $0.simple.model == forecast.simple.model }) { all.append(forecast) }
            }.sorted { $0.simple.fileSize < $1.simple.fileSize }
    }

    private var models: String {
        context.engine == nil
            ? "Speeds are not predicted: \(context.reasonMissing("inference").escapedForMarkdown)."
            : "Speeds are predicted, with 90 % intervals in brackets\(basis)."
    }

    /// Whether they rest on this machine's own engine.
    private var basis: String {
        context.engine?.profile.fittedHereText == nil ? "" : ", from a fit to llama-bench on this machine"
    }

    /// The longest context, of those that people ask for, with the largest model that fits there.
    private func tokens(_ place: RunPlace) -> Int? {
        guard let memory = place.model?.rates.memory else { return Self.contextTokens.first }
        let demands = forecasts.compactMap { $0.engine?.prediction.demand }
        let shortest = Self.contextTokens.last ?? 0
        guard let largest = demands.last(where: { $0.memoryNeeded(context: shortest) <= memory }) else { return nil }
        return Self.contextTokens.first { largest.memoryNeeded(context: $0) <= memory }
    }

    private var checking: String {
        context.engine == nil
            ? "What it does (*tg128* is generation, *pp512* a prompt of 512 tokens):"
            : "*tg128* should come out within the interval of generation, *pp512* within that of the prompt:"
    }

    // MARK: Places

    private func part(_ place: RunPlace) -> String {
        let context = tokens(place)
        let name = place.name ?? place.command.placement.sentenceName
        let lines = [place.command.server(context: context), place.command.chat(context: context)]
        let speeds = speeds(place)
        return "### With \(name)\n\n" + (speeds.rows.isEmpty ? "" : speeds.markdown + "\n") + lines.shellBlock
    }

    /// A row for each model; none where nothing is predicted.
    private func speeds(_ place: RunPlace) -> Table {
        let rows = forecasts.compactMap { forecast -> [String]? in
            guard let model = place.model, let engine = forecast.engine else { return nil }
            let prediction = model.predict(engine.prediction.demand, engine.prediction.scenario)
            return [
                forecast.simple.model, "\(forecast.simple.fileSize.gigabytes.significant(3)) GB",
                prediction.generation?.map(\.value).rangeText ?? "does not fit",
                prediction.prompt?.map(\.value).rangeText ?? "–",
            ]
        }
        return Table(
            [
                .init("\(SpeedReference.format) of"), .init("File", .right), .init("Generation, tokens/s", .right),
                .init("Prompt, tokens/s", .right),
            ], rows: rows)
    }

    // MARK: Notes

    private func notes(_ places: [RunPlace]) -> [String] {
        var notes: [String] = []
        if places.contains(where: \.command.copiesWeights) {
            notes.append(
                "`--load-mode none` has the weights in memory of the process's own: a mapped file's pages stay where "
                    + "and as small as they are. Builds from before that option: `--no-mmap`, and of llama-bench "
                    + "`-mmp 0`.")
        } else if let pages = PageComparison(context.cells) {
            notes.append("\(pages.verdict) \(pages.text)".escapedForMarkdown)
        }
        return notes + [underQuota, notPlain, notMoreThreads, notLarger].compactMap(\.self)
    }

    /// On several nodes.
    private var notPlain: String? {
        guard context.topology.map({ $0.details.memoryNodes.count > 1 }) == true else { return nil }
        let remote = context.cells.of(study: "matrix").filter { $0.kernel == "read" && $0.cpuNode != $0.memoryNode }
            .compactMap(\.median).min()
        let rate = remote.map { " (down to \($0.significant(3)) GB/s here)" } ?? ""
        return
            "Not without `numactl`: the model's pages are then on the node of the thread that loads it, and the other "
            + "nodes' threads read them through the links between nodes\(rate)."
    }

    private var underQuota: String? {
        guard let usable = context.topology?.details.usable, let quota = usable.cpuQuota,
            let threads = usable.threadsOfQuota, quota < Double(threads)
        else { return nil }
        return "The speeds are of threads that nothing stops: the quota of \(quota.shortest(decimals: 2)) CPUs leaves "
            + "\((quota / Double(threads) * 100).fixed(0)) % of \(TopologyDetails.count(threads, "thread"))."
    }

    private var notMoreThreads: String? {
        let factors = context.smtCells.compactMap { SMTFactor($0, among: context.smtCells) }
        guard let factor = factors.first(where: { $0.workload == .dot }), factor.verdict != .use else { return nil }
        return
            "Not more threads than cores: with \(factor.threadsPerCore) on each the dot products of generation go at "
            + "\(factor.value.fixed(2)) times their rate."
    }

    private var notLarger: String? {
        guard let memory = context.modelMemory else { return nil }
        let most = Double(memory.bytes) / 1.1 / 1e9
        let paged = context.storageRate.map { rate in
            ": read from storage at \(rate.median.gigabytesPerSecond.significant(2)) GB/s, each token of a dense model "
                + "would wait for all of it"
        }
        return "No file of over \(most.significant(2)) GB: with its KV cache and a tenth to spare it does not fit into "
            + "\(memory)\(paged ?? "")."
    }
}
