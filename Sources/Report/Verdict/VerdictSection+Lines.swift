import Catalog
import Quantities
import Records
import Tables
import TokenModel

extension VerdictSection {
    /// What this machine is, what it is good for, and what limits it: a sentence or two each, the subject in bold.
    var headlines: [String] { [machine ?? undescribed, invalid, goodFor, limits].compactMap(\.self) }

    private var invalid: String? { context.invalid.headline.map { "**Invalid:** \($0.escapedForMarkdown)" } }

    private var undescribed: String {
        "**Machine:** not described: \(context.reasonMissing("topology").escapedForMarkdown)."
    }

    private var goodFor: String { "**Good for\(context.invalid.mark):** \(uses.escapedForMarkdown)." }

    private var uses: String {
        guard context.readBandwidth != nil else {
            return "not known: reading memory was not measured (\(context.reasonMissing("bandwidth")))"
        }
        guard context.engine != nil else { return simpleUses }
        let good = GoodFor(context)
        guard let fitting = good.fitting else { return "no model of the catalogue in Q4_K_M, as none fits into memory" }
        guard fitting.engine?.useCases != nil else {
            return
                "models up to \(fitting.simple.model) in Q4_K_M, which fit; for which uses is not known, as matrix × "
                + "matrix, which prompts need, was not measured"
        }
        let interactive =
            good.interactive.map { "interactive use of models up to \($0.text)" }
            ?? "no interactive use of models of 1 B and more"
        guard let background = good.background,
            background.forecast.simple.model != good.interactive?.forecast.simple.model
        else { return "\(interactive), all in Q4_K_M" }
        return "\(interactive), and work in the background with up to \(background.text), all in Q4_K_M"
    }

    /// By the simple model alone.
    private var simpleUses: String {
        guard let read = context.readBandwidth else { return "not known" }
        // A person reads no faster than ten tokens a second.
        let size = read.bandwidth.median.gigabytesPerSecond / 10
        let room = context.modelMemory.map { Double($0.bytes) / 1.1 / 1e9 } ?? .infinity
        let limit = size < room ? "by reading memory" : "by the memory's size"
        return
            "dense models of at most \(min(size, room).significant(2)) GB at 10 token/s (limited \(limit); by the "
            + "simple model, which no engine reaches, as \(context.reasonMissing("inference")))"
    }

    private var limits: String {
        let basis = FindingBasis(context)
        let bound = basis.reference.map { reference in
            "generation by \(reference.name) is bound by \(reference.prediction.bound). "
        }
        return "**Limits:** \((bound ?? "").escapedForMarkdown)\(Findings(basis).headline.escapedForMarkdown)"
    }
}
