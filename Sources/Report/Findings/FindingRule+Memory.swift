import Quantities
import Records
import TokenModel

extension FindingRule {
    /// Which slots have which modules, and whether chiplets carry what they give.
    static let slots = FindingRule("memory slots") { basis in
        let theory = basis.context.machineTheory
        guard theory.slots != nil else { return .impossible(why: theory.slotReason ?? "no slots are told") }
        let source = basis.context.topology?.details.memoryModules.source ?? "SMBIOS"
        return .found(
            theory.findings.map { finding in
                let (what, remedy) = finding.parts
                return Finding(
                    finding.title, evidence: "\(what) Told by \(source).", cost: basis.cost(of: finding), action: remedy
                )
            })
    }

    /// Less than this share of theory has a reason: machines without one read 70 to 95 %.
    private static let expectedShare = 0.6

    static let readingBelowTheory = FindingRule("reading against theory") { basis in
        let theory = basis.context.machineTheory
        guard !basis.isGuest else {
            return .impossible(why: "a virtual machine: what its part of the host should read is not known")
        }
        guard let read = basis.context.readBandwidth else {
            return .impossible(why: basis.context.reasonMissing("bandwidth"))
        }
        guard let most = theory.facts.theoreticalBandwidth, !theory.isUpperBound else {
            return .impossible(why: theory.unknown ?? theory.slotReason ?? "theory is not known")
        }
        let share = read.bandwidth.median / most
        guard share > 0, share < expectedShare else { return .clear }
        let source = theory.facts.weakestProvenance.map { " (\($0))" } ?? ""
        return .found([
            Finding(
                "Memory reads \((share * 100).fixed(0)) % of what it should",
                evidence: "\(TopologyDetails.count(read.threads, "thread")) read \(read.median.significant(3)) GB/s "
                    + "(probe-bandwidth) of \(most)\(source).",
                cost: basis.cost(reading: 1 / share, .atMost),
                action: "Look in this order: whether theory is right (probe topology as root tells modules and their "
                    + "speed); other work during the run; the firmware's power profile (set it to performance) and its "
                    + "nodes per socket; whether more threads would read more (Bandwidth by threads, below). Then "
                    + "measure again.",
                commands: ["sudo probe topology", "probe bandwidth"])
        ])
    }
}

extension FindingBasis {
    /// In tokens per second where memory is not the only thing that binds them.
    fileprivate func cost(of finding: PopulationFinding) -> FindingCost {
        guard finding.cost > 0.0005, finding.cost < 1 else {
            return .unknown(why: "it depends on the modules' timings and on how the firmware spreads memory")
        }
        let factor = 1 / (1 - finding.cost)
        if case .tooFewChiplets = finding { return cost(reading: factor) }
        let facts = context.machineTheory.facts
        guard let dram = facts.dram, let fabric = facts.fabric, dram.value > 0 else { return cost(reading: factor) }
        let gain = min(dram.value * factor, fabric.value) / min(dram.value, fabric.value)
        return gain > 1.001
            ? cost(reading: gain)
            : .unknown(why: "nothing as long as the links of the chiplets bind, and they carry no more")
    }
}

extension PopulationFinding {
    fileprivate var title: String {
        switch self {
        case .emptyChannels: "Memory channels are empty"
        case .unlistedChannels: "Memory channels are not listed"
        case .unequalChannels: "Memory channels hold different amounts"
        case .unlikeModules: "Memory modules are not alike"
        case .mixedSpeeds: "Memory modules have different speeds"
        case .belowRated: "Memory runs below its rated speed"
        case .crowdedChannels: "Memory runs slower for sharing channels"
        case .unevenSockets: "Sockets have different numbers of memory channels"
        case .tooFewChiplets: "The processor has too few chiplets for its memory"
        }
    }

    /// What it is and its share of the bandwidth, and the rest: what to do.
    fileprivate var parts: (what: String, remedy: String) {
        let sentences = text.parts(between: ". ")
        // The second may tell the share of the bandwidth.
        let first = sentences.count > 2 && sentences[1].contains("% of the ") ? 2 : 1
        guard sentences.count > first else { return (text, "Make the modules alike.") }
        return (
            sentences[..<first].map { "\($0)." }.joined(separator: " "),
            sentences[first...].joined(separator: ". ")
        )
    }
}

extension String {
    /// The parts between a text.
    fileprivate func parts(between separator: String) -> [String] {
        var parts: [String] = [], rest = self[...]
        while let range = rest.firstRange(of: separator) {
            parts.append(String(rest[..<range.lowerBound]))
            rest = rest[range.upperBound...]
        }
        return parts + [String(rest)]
    }
}
