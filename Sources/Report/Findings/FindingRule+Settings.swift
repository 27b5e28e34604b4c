import Quantities
import Records
import Statistics
import TokenModel

extension FindingRule {
    static let governor = FindingRule("the frequency governor") { basis in
        let told = basis.caveats.compactMap { if case .governor(let name) = $0 { name } else { nil } }.first
        guard let governor = basis.environment?.governor ?? told else {
            return .impossible(why: "the kernel tells no governor, as in most virtual machines")
        }
        guard governor.split(separator: ",").contains(where: { $0.filter { $0 != " " } != "performance" }) else {
            return .clear
        }
        return .found([
            Finding(
                "CPU frequency governor: \(governor)",
                evidence: "The kernel's cpufreq says \(governor).\(basis.clockText)",
                cost: .unknown(why: "clocks under one governor do not tell of those under another"),
                action: "Set it to performance, on all CPUs, and measure again (probe compare tells what moved).",
                commands: ["sudo cpupower frequency-set -g performance"])
        ])
    }

    static let balancing = FindingRule("NUMA balancing") { basis in
        guard basis.context.topology.map({ $0.details.memoryNodes.count > 1 }) ?? true else { return .clear }
        guard let isOn = basis.environment?.numaBalancing else {
            return basis.caveats.contains(.numaBalancing) ? .found([on]) : .impossible(why: "the kernel does not tell")
        }
        return .found(isOn ? [on] : [])
    }

    private static let on = Finding(
        "Automatic NUMA balancing is on",
        evidence: "The kernel moves pages between nodes by itself (/proc/sys/kernel/numa_balancing is not 0).",
        cost: .unknown(why: "it depends on which pages the kernel moves, and when"),
        action: "Turn it off where threads and memory are bound, as below: moving their pages only costs time.",
        commands: ["sudo sysctl kernel.numa_balancing=0"])

    static let pages = FindingRule("the size of pages") { basis in
        guard let setting = basis.environment?.transparentHugePages else {
            return .impossible(why: "the kernel does not tell whether it makes transparent huge pages")
        }
        let study = PageComparison(basis.context.cells)
        let action =
            "Set it to always, and start llama.cpp with --load-mode none (older builds: --no-mmap): it asks for no "
            + "huge pages itself, and a file that is mapped has small ones."
        let commands = ["echo always | sudo tee /sys/kernel/mm/transparent_hugepage/enabled"]
        switch setting {
        case "never":
            return .found([
                Finding(
                    "Transparent huge pages are off",
                    evidence: "/sys/kernel/mm/transparent_hugepage/enabled is never. "
                        + (study?.text ?? "Larger pages were not to be had, so that there is nothing to compare."),
                    cost: study.map { basis.cost(reading: max(1, $0.factor), .atMost) }
                        ?? .unknown(why: "no larger pages were measured"),
                    action: action, commands: commands)
            ])
        case "madvise":
            guard let study, study.isClear else { return .clear }
            return .found([
                Finding(
                    "Small pages read slower, and llama.cpp has small pages", evidence: study.text,
                    cost: basis.cost(reading: study.factor, .atMost), action: action, commands: commands)
            ])
        default: return .clear
        }
    }
}

extension FindingBasis {
    /// " With all cores busy they ran at 3.70 GHz; the kernel's highest clock is 4.40 GHz."; empty where not known.
    fileprivate var clockText: String {
        let kinds = context.topology?.details.coreKinds ?? []
        guard kinds.count == 1, let highest = kinds.first?.maxMHz,
            let clock = context.measuredPeak?.cell.clock?.summary?.median
        else { return "" }
        return
            " With all cores busy they ran at \(clock.significant(3)) GHz (probe-flops); the kernel's highest clock, "
            + "of few busy cores, is \((Double(highest) / 1000).significant(3)) GHz."
    }
}

/// Reading memory in small pages, and in the fastest larger ones.
struct PageComparison {
    let small: Summary
    let large: Summary
    /// "2 MiB".
    let size: String
    let smallSize: String

    /// Nil where either was not measured.
    init?(_ cells: [BandwidthCell]) {
        let reads = cells.of(study: "pages").filter { $0.kernel == "read" && $0.summary != nil }
        guard let base = reads.first(where: { $0.measurement.labels["pages"] == "small" }),
            let small = base.summary, let smallSize = base.pageSize, small.median > 0
        else { return nil }
        let others = reads.filter { $0.pageSize != nil && $0.pageSize != smallSize }
        guard let best = others.max(by: { ($0.median ?? 0) < ($1.median ?? 0) }), let large = best.summary else {
            return nil
        }
        self.small = small
        self.large = large
        self.smallSize = smallSize
        size = best.pageSize ?? ""
    }

    /// A smaller difference is none to act on.
    private static let worthwhile = 0.03

    /// The rate in large pages over that in small ones.
    var factor: Double { large.median / small.median }

    /// Whether large ones are faster by over 3 %, beyond both intervals.
    var isClear: Bool { factor > 1 + Self.worthwhile && large.low > small.high }

    /// What that says of a mapped file, whose pages are small, where large ones are not clearly faster.
    var verdict: String {
        abs(factor - 1) <= Self.worthwhile
            ? "A mapped file, the default, is fine."
            : "Whether a mapped file, the default, reads slower for its small pages is not known: the two rates below "
                + "differ, but no more than their intervals allow."
    }

    var text: String {
        "Reading goes at \(Self.text(small)) GB/s in pages of \(smallSize), and at \(Self.text(large)) in those of "
            + "\(size) (probe-bandwidth, page sizes; in brackets 95 % intervals)."
    }

    private static func text(_ rate: Summary) -> String { Estimate(rate).rangeText }
}
