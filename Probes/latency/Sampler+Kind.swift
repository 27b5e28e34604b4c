import ProbeKit
import Records

extension Sampler {
    /// How well the latencies of a kind have to be known.
    /// - Parameter cells: how many there are of the kind.
    init(_ kind: LatencyCell.Kind, cells: Int, quick: Bool) {
        self.init(quick: quick)
        switch kind {
        // Thousands of pairs on a large machine, and a few on a small one.
        case .handover where cells > 100: (target, minimum, minimumTurns, maximum, samplesPerTurn) = (0.05, 6, 2, 24, 3)
        case .handover: (target, minimum, maximum, samplesPerTurn) = (0.02, 24, 200, 8)
        case .curve: (target, minimum, maximum, samplesPerTurn) = (0.02, 9, 45, 3)
        case .level, .node, .barrier, .loaded:
            (target, minimum, maximum, samplesPerTurn) = (0.02, 18, 400, quick ? 4 : 6)
        }
    }
}

extension LatencyCell.Kind {
    /// Shares of the time, where all together need more than there is.
    func weight(cells: Int) -> Double {
        switch self {
        case .level: 1
        // A thousand pairs of nodes must leave time for the other parts.
        case .node where cells > 128: 0.6 * 128 / Double(cells)
        case .node: 0.6
        case .barrier, .loaded: 0.5
        case .curve: 0.1
        case .handover: 0.05
        }
    }

    /// About how long a figure takes where its samples agree: three turns, with what prepares each.
    var secondsOfCell: Double {
        switch self {
        case .level, .node: 0.3
        case .barrier, .loaded: 0.1
        case .curve: 0.08
        case .handover: 0.015
        }
    }

    /// About how long a figure takes at least: a repetition that is dropped, and one sample.
    var leastSecondsOfCell: Double {
        switch self {
        case .level, .node: 0.03
        case .barrier, .loaded: 0.01
        case .curve: 0.015
        case .handover: 0.004
        }
    }
}
