import Catalog
import Quantities
import Records
import Tables
import Statistics
import TokenModel

/// The title, the machine in three lines, and its figures in a few more.
struct VerdictSection: ReportSection {
    let context: ReportContext

    var markdown: String {
        let result = context.result
        var text = "# Hardware report: \(result.host.escapedForMarkdown)\n\n"
        if result.isExample { text += "**An example made by hand: no figure in it was measured on a machine.**\n\n" }
        if result.partial { text += "**Partial: the run was ended before all programs had finished.**\n\n" }
        text += headlines.map { "- \($0)\n" }.joined() + "\nIn figures:\n\n"
        text += figureLines.map { "- \($0)\n" }.joined()
        let failed = result.runs.filter { $0.outcome == .failed || $0.outcome == .partial }
        for run in failed {
            let ending = run.outcome == .failed ? "failed" : "was cut short"
            let reason = (run.reason ?? "").escapedForMarkdown
            text += "- **probe-\(run.name.escapedForMarkdown) \(ending):** \(reason)\n"
        }
        return text + "\n\(origin)\n"
    }

    private var origin: String {
        let result = context.result
        let version = result.programVersion.escapedForMarkdown
        if result.isExample { return "Made by hand, and shown by probe \(version)." }
        return "Measured \(result.startedAt.escapedForMarkdown) by probe \(version) in \(result.seconds.fixed(0)) s."
    }

    /// Sentences with their subject in bold.
    var lines: [String] { headlines + figureLines }

    private var figureLines: [String] { [bandwidth, compute, generation, caution].compactMap(\.self) }

    var machine: String? {
        guard let details = context.topology?.details else { return nil }
        let layer =
            details.isThisMachine
            ? context.topology?.environment.virtualization.map { " (virtualized: \($0.escapedForMarkdown))" } ?? ""
            : " (another machine, described by the \(details.source.escapedForMarkdown); nothing of it was measured)"
        let name = (details.cpu.name ?? "an unnamed CPU").escapedForMarkdown
        return "**Machine:** \(name), \(TopologyDetails.count(details.cores.count, "core")), "
            + "\(ByteCount(details.memory)) of memory on "
            + "\(TopologyDetails.count(details.memoryNodes.count, "NUMA node"))\(layer)."
    }

    private var bandwidth: String {
        guard let rate = context.readBandwidth, let node = context.cells.wholeMachine else {
            return "**Memory:** not measured: \(context.reasonMissing("bandwidth").escapedForMarkdown)."
        }
        let threads = rate.threads > 0 ? " with \(TopologyDetails.count(rate.threads, "thread"))" : ""
        var text = "**Memory:**\(threads) it reads \(rate.median.significant(3)) GB/s (\(rate.intervalText))"
        if let triad = context.cells.fastest("triad", node: node)?.summary {
            text += " and does triad at \(triad.median.significant(3)) GB/s"
        }
        // So far apart, the two are different machines: one shared and one alone.
        if rate.summary.best > 1.25 * rate.median {
            text += "; at best it read \(rate.summary.best.significant(3)) GB/s"
        }
        text += "." + (memoryLatency.map { " A load from memory takes \($0.significant(3)) ns." } ?? "")
        switch context.theory {
        case .known(let theory, let provenance):
            let share = rate.bandwidth.median / theory * 100
            text += " Reading is \(share.fixed(0)) % of the theoretical \(theory) (\(provenance.escapedForMarkdown))"
            text += rate.fastestSeen > theory.gigabytesPerSecond ? ", which must be wrong: more was read." : "."
        case .unknown(let why):
            text += " Theoretical bandwidth unknown: \(why.escapedForMarkdown)."
        }
        return text
    }

    /// The noise that speaks most against the figures above; nil where what was seen leaves them be.
    private var caution: String? {
        let kinds = [
            context.bandwidth?.caveats, context.latency?.caveats, context.flops?.caveats, context.smt?.caveats,
            context.scaling?.caveats,
        ].flatMap { $0 ?? [] }
        let changed = kinds.first { if case .changedDuringRun = $0.kind { true } else { false } }
        let isVague = context.readBandwidth.map { $0.high - $0.low > 0.1 * $0.median } ?? false
        let grave =
            changed
            ?? kinds.first { caveat in
                switch caveat.kind {
                case .busyMachine: true
                case .noisy(let figures, let all, _, _, _): 4 * figures > all
                default: isVague && caveat.isNoise
                }
            }
        return grave.map { "**Noisy:** \($0.text.escapedForMarkdown)" }
    }

    /// The peaks that engines use, and how many threads; nil where neither was measured.
    private var compute: String? {
        let fastest = ["fp32", "bf16", "int8"].compactMap(context.peaks.fastest)
        // One sentence is of one set of cores: what only fewer have measured is not told.
        let most = fastest.max { $0.threads < $1.threads }
        let cells = fastest.filter { cell in most.map(cell.isOnSameCores) ?? false }
        let peaks = cells.compactMap { cell in
            cell.rateText.map { rate in
                "\(rate) \(cell.typeName)\(cell.doubtText)\(cell.invalidText) "
                    + "(\(PeakCell.setName(cell.isa).escapedForMarkdown))"
            }
        }
        // Numbers of a part of the machine say nothing of the whole.
        let threads = ThreadAdvice.Use.allCases.compactMap { use -> String? in
            guard let details = context.scaling?.details,
                let advice = ThreadAdvice(use, context.curves, of: details), advice.isOfWholeMachine
            else { return nil }
            return TopologyDetails.count(advice.threads, "thread")
                + (use == .generation ? " for generation" : " for prompts")
        }
        var sentences: [String] = []
        if let cell = cells.first, !peaks.isEmpty {
            let cores = cell.coresName.escapedForMarkdown
            sentences.append("\(cores) reach\(cell.cores == 1 ? "es" : "") \(peaks.listed).")
        }
        if context.flops != nil, let reason = context.reasonWithoutPeak {
            sentences.append("The peak of all cores was not measured: \(reason.escapedForMarkdown).")
        }
        if !threads.isEmpty { sentences.append("Use \(threads.listed).") }
        return sentences.isEmpty ? nil : "**Compute:** " + sentences.joined(separator: " ")
    }

    /// Of the first node's memory, in the pages that were measured first.
    private var memoryLatency: Double? {
        context.latencies.first { $0.kind == .level && $0.level == "dram" && $0.median != nil }?.median
    }

    private var generation: String? {
        guard let read = context.readBandwidth else { return nil }
        if let engine {
            return engine.replacing("**Language models:**", with: "**Language models\(context.invalid.mark):**")
        }
        let prediction = SimplePrediction(
            fileSize: ByteCount(gigabytes: 10), bandwidth: read.bandwidth, memory: context.modelMemory)
        guard let rate = prediction.rate, let low = prediction.low, let high = prediction.high else {
            return "**Language models\(context.invalid.mark):** a 10 GB model does not fit into memory."
        }
        return "**Language models\(context.invalid.mark):** by the simple model a dense 10 GB model generates "
            + "\(rate.value.significant(3)) tokens per second (\(low.value.significant(3)) – "
            + "\(high.value.significant(3)) over the read rate's interval). "
            + "Engines are slower: they reach 40 to 97 % of it."
    }

    /// A model that many know, by the fitted model; nil where the rates for that were not measured.
    private var engine: String? {
        guard let engine = context.engine, let rates = engine.placements.first,
            let model = context.catalog.models.first(where: { $0.name == "Llama 3.1 8B" }),
            let format = context.catalog.format("Q4_K_M"), let demand = ModelDemand(model, format)
        else { return nil }
        let prediction = FittedModel(rates: rates, profile: engine.profile).predict(demand)
        let name = "\(model.name) in \(format.name)"
        guard let rate = prediction.generation?.map(\.value) else {
            return prediction.bound == .doesNotFit ? "**Language models:** \(name) does not fit into memory." : nil
        }
        let prompt = prediction.prompt.map { " and process prompts at \($0.map(\.value).rangeText)" } ?? ""
        let fit = engine.profile.fittedHereText == nil ? "" : " of a fit to llama-bench on this machine"
        return
            "**Language models:** with \(name) llama.cpp will generate \(rate.rangeText) tokens per second\(prompt), "
            + "in brackets the 90 % intervals\(fit); generation is bound by \(prediction.bound)."
    }
}
