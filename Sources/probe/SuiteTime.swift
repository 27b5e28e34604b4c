import ProbeKit
import Records

extension ProbeDescription {
    /// Seconds beside the time that the others share; nil of one that shares it, as all do with --time-budget.
    func ownSeconds(_ options: MeasurementOptions) -> Double? {
        guard options.timeBudget == nil else { return nil }
        let own = options.quick ? ownQuickSeconds : ownSeconds
        return own.flatMap { (0...3600).contains($0) ? $0 : nil }
    }
}

/// The time that the measuring programs share.
enum SuiteTime {
    /// So that with set-up and checks the whole stays below 3 minutes, or 30 s, and on a machine with many pairs of
    /// nodes below 10 minutes.
    static func seconds(_ options: MeasurementOptions, nodes: [NUMANode]) -> Double {
        if let given = options.timeBudget { return given.seconds }
        let pairs = nodes.count { !$0.pus.isEmpty } * nodes.count { $0.memory > 0 }
        return min(480, TimeBudget.standard(options.quick ? 24 : 150, nodePairs: pairs))
    }
}
