import Quantities
import Records
import Statistics

extension FindingRule {
    /// Whether another number of threads than one on each core is faster.
    static let threads = FindingRule("the number of threads") { basis in
        let context = basis.context
        guard let details = context.scaling?.details else {
            return .impossible(why: context.reasonMissing("scaling"))
        }
        guard let advice = ThreadAdvice(.generation, context.curves, of: details) else {
            return .impossible(why: "neither the dot product nor reading was measured by several numbers of threads")
        }
        let points = context.curves.filter { $0.workload == advice.workload }.flatMap(\.points)
        func fastest(_ threads: Int) -> Summary? {
            points.filter { $0.threads == threads }.map(\.rate).max { $0.median < $1.median }
        }
        guard let usual = fastest(details.cores), let best = fastest(advice.threads) else {
            return .impossible(why: "one thread on each core was not measured")
        }
        // Two per cent is what the advice itself gives up.
        guard advice.threads != details.cores, best.median > 1.02 * usual.median, best.low > usual.high else {
            return .clear
        }
        let factor = best.median / usual.median
        let count = TopologyDetails.count(advice.threads, "thread")
        return .found([
            Finding(
                "\(count) \(advice.threads == 1 ? "is" : "are") faster than one on each core",
                evidence: "\(advice.workload.name.capitalized) goes at \(best.median.significant(3)) "
                    + "\(advice.workload.unit) with \(count), and at \(usual.median.significant(3)) with "
                    + "\(details.cores) (probe-scaling).",
                cost: basis.cost(reading: factor, computing: factor), action: "Give that number to the engine.",
                commands: ["llama-server -m MODEL.gguf -t \(advice.threads)"])
        ])
    }
}

extension String {
    fileprivate var capitalized: String { prefix(1).uppercased() + dropFirst() }
}
