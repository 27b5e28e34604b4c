import Records
import Statistics

/// Every figure of a result, probe by probe in the order in which they run, each probe's as it recorded them.
package struct MeasuredFigures: Sendable {
    package let all: [MeasuredFigure]
    /// By what tells them apart; of figures that an older program gave the same labels the first.
    let byKey: [String: MeasuredFigure]
    /// What the same loop gave in other parts of the run, by a figure's key.
    let repeats: [String: [Double]]

    /// - Throws: `Failure` where a record cannot be read, or a number in it is impossible.
    package init(_ result: RunResult) throws {
        self.init(try Self.names(of: result).map { (name: $0, record: try result.anyRecord($0)) })
    }

    /// - Parameter records: in the order of their programs.
    init(_ named: [(name: String, record: Record<JSONValue>?)]) {
        let records = named.map { ($0.name, $0.record?.measurements ?? []) }
        all = records.flatMap { name, measurements in
            measurements.map { MeasuredFigure($0, probe: name) } + (name == "smt" ? Self.gains(measurements) : [])
        }
        byKey = Dictionary(all.map { ($0.key, $0) }) { first, _ in first }
        repeats = Self.repeats(records.first { $0.0 == "bandwidth" }?.1 ?? [])
    }

    private static let order = ["bandwidth", "latency", "flops", "smt", "scaling", "inference", "storage", "engine"]

    /// The probes that a result has records of, in the order in which they run.
    static func names(of result: RunResult) -> [String] {
        order.filter { result.records[$0] != nil } + result.records.keys.filter { !order.contains($0) }.sorted()
    }

    /// What further threads on each core are worth, over one.
    private static func gains(_ measurements: [Measurement]) -> [MeasuredFigure] {
        let cells = measurements.compactMap(SMTCell.init)
        return cells.compactMap { SMTFactor($0, among: cells) }.map(MeasuredFigure.init)
    }

    private static func repeats(_ measurements: [Measurement]) -> [String: [Double]] {
        let cells = measurements.compactMap(BandwidthCell.init)
        let found = cells.filter { $0.study == "loops" }.map { cell in
            (MeasuredFigure(cell.measurement, probe: "bandwidth").key, cells.repeats(of: cell).compactMap(\.median))
        }
        return Dictionary(found) { first, _ in first }
    }
}

extension MeasuredFigure {
    /// A gain of SMT; it has no samples of its own.
    fileprivate init(_ factor: SMTFactor) {
        probe = "smt"
        quantity = "smt gain"
        unit = "×"
        labels = ["workload": factor.workload.rawValue, "threads_per_core": "\(factor.threadsPerCore)"]
        name = "SMT gain: \(factor.workload.name), \(factor.threadsPerCore) threads per core"
        better = .largest
        rank = .main
        value = Value(derived: factor.value, factor.interval, count: 0)
        samples = []
        reason = nil
        invalid = factor.isInvalid ? "it is made from figures that are invalid" : nil
    }
}

extension RunResult {
    /// A record of whatever probe.
    func anyRecord(_ probe: String) throws -> Record<JSONValue>? { try record(probe, details: JSONValue.self) }
}
