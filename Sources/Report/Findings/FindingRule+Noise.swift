import Quantities
import Records
import Statistics

extension FindingRule {
    /// Other work, here or in another guest, while the figures were taken.
    static let noise = FindingRule("other work during the run") { basis in
        guard basis.environment != nil, basis.hasFigures else { return .impossible(why: "nothing was measured") }
        guard !basis.isThrottled else {
            return .impossible(why: "a CPU quota stops the threads too, and the two cannot be told apart")
        }
        let reasons = basis.noiseReasons
        guard !reasons.isEmpty else { return .clear }
        // Work in the guest itself is not its neighbours'.
        let isOwn = basis.caveats.contains { if case .busyMachine = $0 { true } else { false } }
        let isOthers = basis.isGuest && !isOwn
        // A best sample so far above the median is the machine alone.
        let gap = basis.context.readBandwidth.map { $0.fastestSeen / $0.median } ?? 1
        let best = basis.context.readBandwidth.map {
            " At its best it read \($0.fastestSeen.significant(3)) GB/s; the median is \($0.median.significant(3))."
        }
        return .found([
            Finding(
                isOthers ? "Neighbours take a part of the machine" : "Other work takes a part of the machine",
                evidence: reasons.joined(separator: " ") + (gap > 1.25 ? best ?? "" : ""),
                cost: gap > 1.25
                    ? basis.cost(reading: gap, .atMost)
                    : .unknown(why: "no sample shows the machine without it"),
                action: isOthers
                    ? "Measure at another hour, and compare with probe compare. What stays is what the provider sells: "
                        + "ask for a dedicated host, or for cores and memory that are not shared."
                    : "Stop what else runs, and repeat the run. This shows who it is:",
                commands: isOthers ? ["probe all --strict"] : ["ps -eo pcpu,pid,comm --sort=-pcpu | head"])
        ])
    }
}

extension FindingBasis {
    /// Whether any program measured more than the machine's description.
    fileprivate var hasFigures: Bool {
        context.bandwidth != nil || context.latency != nil || context.flops != nil || context.scaling != nil
            || context.inference != nil || context.smt != nil || context.storage != nil
    }

    /// Whether a quota grants less than the cores could do.
    fileprivate var isThrottled: Bool {
        guard let quota = context.topology?.details.usable.cpuQuota, let cores = usableCores else { return false }
        return quota < Double(cores)
    }

    /// A share of the time from which on it is told.
    private static let stolen = 0.01

    /// Sentences.
    fileprivate var noiseReasons: [String] {
        let kinds = caveats
        let busy = kinds.compactMap { kind -> String? in
            guard case .busyMachine(let busy, _) = kind else { return nil }
            return "Other work kept \(busy.fixed(1)) CPUs busy just before the run."
        }
        let disturbed = kinds.compactMap { kind -> String? in
            guard case .noisy(let figures, let all, _, _, _) = kind, 4 * figures > all else { return nil }
            return "\(figures) of \(all) figures of one program were disturbed by other work (its caveat is below)."
        }
        let changed = kinds.compactMap { kind -> String? in
            guard case .changedDuringRun(let figure, let first, let later, let unit) = kind else { return nil }
            return
                "In one run \(figure) came out at \(first.significant(3)) and later at \(later.significant(3)) \(unit)."
        }
        let vague = context.readBandwidth.flatMap { read -> String? in
            guard read.summary.count > 1, read.high - read.low > 0.1 * read.median else { return nil }
            return "Reading all memory is only known to be \(read.low.significant(3)) to \(read.high.significant(3)) "
                + "GB/s (probe-bandwidth, \(read.isWidened ? "with its repeats in the run" : "95 % interval"))."
        }
        let firsts = [busy.first, disturbed.first, changed.first, vague].compactMap(\.self)
        return firsts + (stealShare.map { ["The hypervisor gave \($0) of the CPUs' time to others (steal)."] } ?? [])
    }

    /// "3.1 %" of the CPUs' time while reading was measured; nil where it is below one.
    private var stealShare: String? {
        let samples = context.cells.flatMap(\.measurement.samples)
        let seconds = samples.map(\.seconds).reduce(0, +) * Double(max(1, usableCores ?? 1))
        let stolen = samples.compactMap(\.noise?.stealSeconds).reduce(0, +)
        guard seconds > 0, stolen / seconds > Self.stolen else { return nil }
        return "\((stolen / seconds * 100).significant(2)) %"
    }
}
