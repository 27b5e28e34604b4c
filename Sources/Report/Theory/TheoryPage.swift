import Catalog
import Quantities
import Tables
import TokenModel

/// What a machine should do that nobody has measured: facts, ceilings, peaks, speeds and what moves the bound.
package struct TheoryPage: Sendable {
    package let facts: MachineFacts
    package let forecasts: [TheoreticalForecast]
    package let price: Price?
    /// What machines of its class reached; nil where nothing is known.
    package let share: ReachedShare?
    /// Runs that were published of this very CPU.
    package let published: [PublishedShare]
    /// E_par of so many cores and a speed-up; nil where none was given.
    package let speedup: Double?
    /// A peak that somebody measured, in GFLOP/s; nil where none was given.
    package let measuredPeak: Double?

    package init(
        facts: MachineFacts, forecasts: [TheoreticalForecast], price: Price?, share: ReachedShare?,
        published: [PublishedShare], speedup: Double? = nil, measuredPeak: Double? = nil
    ) {
        self.facts = facts
        self.forecasts = forecasts
        self.price = price
        self.share = share
        self.published = published
        self.speedup = speedup
        self.measuredPeak = measuredPeak
    }

    /// The page, one block after the other.
    package var blocks: [TheoryBlock] {
        [.heading("\(facts.name): what theory says"), .text(Self.caution), .table(facts.factsTable)]
            + ceilings + peaks + speeds + upgrades + publishedRuns
    }

    private static let caution =
        "Nothing here was measured. Facts marked assumed have not been checked by anybody; where a table has a range, "
        + "the lower figure is used."

    private var ceilings: [TheoryBlock] {
        guard facts.theoreticalBandwidth != nil else {
            return [.text("Theoretical bandwidth: not known: give the memory with --memory, or --channels and --mts.")]
        }
        let sentences = [facts.chipletSentence, facts.rangeSentence].compactMap(\.self)
        return [.table(facts.ceilingTable)] + sentences.map { .text($0) }
    }

    private var peaks: [TheoryBlock] {
        let table = facts.peakTable
        var blocks: [TheoryBlock] = table.rows.isEmpty ? [] : [.table(table)]
        if let efficiency {
            blocks.append(
                .text(
                    "E_par = \(efficiency.fixed(3)): a speed-up of \((speedup ?? 0).significant(3)) on "
                        + "\(facts.coreCount) cores."))
        }
        if let share = peakShare, let measuredPeak {
            blocks.append(
                .text(
                    "\(measuredPeak.significant(3)) GFLOP/s measured are \((share * 100).fixed(0)) % of the FP32 peak.")
            )
        }
        return blocks
    }

    /// E_par; nil without a speed-up or cores.
    package var efficiency: Double? {
        speedup.flatMap { speedup in
            facts.coreCount > 0
                ? SimpleModel.parallelEfficiency(speedup: speedup, threads: facts.coreCount) : nil
        }
    }

    /// The measured peak over the theoretical one.
    package var peakShare: Double? {
        measuredPeak.flatMap { measured in facts.peak("fp32").map { measured / $0.gigaPerSecond } }
    }

    private var speeds: [TheoryBlock] {
        guard !forecasts.isEmpty else { return [] }
        let unjudged =
            facts.capacity == nil
            ? "Whether a model fits is not judged, as the memory's size is not known: give it with --capacity." : nil
        return [.table(forecasts.table(price: price)), .text(spreadSentence)]
            + [unjudged].compactMap { $0.map { .text($0) } }
    }

    private var spreadSentence: String {
        let ceiling =
            "Ceiling: theoretical bandwidth over the file's size (of experts, over the bytes of a token), which no "
            + "engine reaches."
        guard let share else { return ceiling + " No published run tells how far below it engines stay." }
        let percent = { (value: Double) in (value * 100).fixed(0) }
        let sockets = (facts.sockets?.value ?? 1) > 1 ? ", with threads and model on one socket" : ""
        let matrix = facts.peak("amx_int8") == nil ? "" : ", whose engines do better where they use the matrix unit"
        let prompt = share.prompt.map {
            "; in prompts \(percent($0.low)) to \(percent($0.high)) % of the INT8 peak of vectors "
                + "(\(share.promptMachines.joined(separator: ", "))\(matrix))"
        }
        return ceiling + " To expect\(sockets): what llama.cpp and its like reached on machines of "
            + (share.category == "any class" ? "any class" : "the class \"\(share.category)\"")
            + " (\(share.machines.joined(separator: ", "))): \(percent(share.stream.low)) to "
            + "\(percent(share.stream.high)) % of theory in generation\(prompt ?? "")."
    }

    private var upgrades: [TheoryBlock] {
        let upgrades = facts.upgrades
        guard !upgrades.isEmpty else { return [] }
        return [.text("What would move the bound:"), .table(upgrades.table)]
    }

    /// Never clamped: the theory is then wrong.
    private var tooSlowTheory: [TheoryBlock] {
        guard published.contains(where: { max($0.measuredShare ?? 0, $0.streamShare ?? 0) > 1 }) else { return [] }
        let least = facts.weakestProvenance.map { " Its least sure fact is \($0)." } ?? ""
        return [.text("More was measured than theory allows: the theory is wrong for that machine.\(least)")]
    }

    private var publishedRuns: [TheoryBlock] {
        guard !published.isEmpty else { return [] }
        let remarks = published.compactMap(\.run.remark).reduce(into: [String]()) {
            if !$0.contains($1) { $0.append($1) }
        }
        return [.text("Published of this CPU (streams: the file's size at each token):"), .table(published.table)]
            + remarks.map { .text($0) } + tooSlowTheory
    }
}
