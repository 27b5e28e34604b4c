import Records
import Statistics

/// The FP32 multiply-add peak of all cores, or why it is not known. What fewer cores reached tells little of the
/// machine: a run that was cut short has one core's peaks first.
enum AllCoresPeak {
    case measured(PeakCell)
    /// The reason.
    case missing(String)

    /// - Parameter topology: of the machine that was measured; nil where it was not recorded, and the largest set of
    ///   cores is taken for all.
    init(_ peaks: [PeakCell], coreSets: [CoreSet], topology: TopologyDetails?) {
        let loops = peaks.filter { $0.type == "fp32" && $0.study == .peak && !$0.isMixed && $0.package == nil }
        let measured = loops.filter { ($0.summary?.median ?? 0) > 0 }
        let threads = coreSets.map(\.cpus.count).max() ?? 1
        let usable = topology.map { $0.cores.count { !$0.pus.intersection(topology?.usable.pus ?? IDSet([])).isEmpty } }
        let isWhole = { (cell: PeakCell) in cell.threads >= threads && cell.cores >= usable ?? 1 }
        let fastest = measured.filter(isWhole).max { ($0.summary?.median ?? 0) < ($1.summary?.median ?? 0) }
        let missing = loops.filter { isWhole($0) && $0.summary == nil }
        if let fastest {
            self =
                Self.faster(than: fastest, among: measured, unless: isWhole).map { faster in
                    let reason = missing.first { $0.isSameLoop(as: faster) }.map { " (\($0.reason))" } ?? ""
                    return .missing("\(faster.setName) is faster on one core, and has no figure of all\(reason)")
                } ?? .measured(fastest)
        } else if let most = measured.max(by: { $0.cores < $1.cores }) {
            let all = TopologyDetails.count(usable ?? threads, "core")
            let reason = missing.first.map { " (\($0.reason))" } ?? ""
            self = .missing("FP32 multiply-adds have figures of at most \(most.cores) of \(all)\(reason)")
        } else {
            self = .missing("no FP32 multiply-adds have a figure\(loops.first.map { " (\($0.reason))" } ?? "")")
        }
    }

    /// A loop that beats another on one core beyond both intervals, and has no figure of all cores.
    private static func faster(
        than cell: PeakCell, among measured: [PeakCell], unless isWhole: (PeakCell) -> Bool
    ) -> PeakCell? {
        let single = measured.filter { $0.threads == 1 }
        return single.first { other in
            let own = single.first { $0.isSameLoop(as: cell) && $0.isOnSameCores(as: other) }
            return (other.summary?.low ?? 0) > (own?.summary?.high ?? .infinity)
                && !measured.contains { $0.isSameLoop(as: other) && isWhole($0) }
        }
    }
}
