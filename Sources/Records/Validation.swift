import Statistics

/// A part of a record that can tell whether its numbers are possible.
package protocol Validatable {
    /// What is impossible in it; nil where nothing is.
    var impossibility: String? { get }
}

extension TopologyDetails: Validatable {
    /// 2⁵⁰ bytes: more than any machine has, and far from where sums overflow.
    private static let most = 1 << 50

    package var impossibility: String? {
        let sizes =
            nodes.map(\.memory) + caches.map(\.size) + memoryModules.modules.map(\.size) + [usable.memoryLimit ?? 0]
        if let size = sizes.first(where: { !(0...Self.most).contains($0) }) { return "a size of \(size) bytes" }
        if let distances, distances.count != nodes.count || distances.contains(where: { $0.count != nodes.count }) {
            return "distances that are not \(nodes.count) × \(nodes.count)"
        }
        let figures = nodes.flatMap { $0.firmware?.figures ?? [] }
        if let figure = figures.first(where: { !FirmwareMemory.possible.contains($0) }) {
            return "a firmware's figure of \(figure)"
        }
        if let die = cores.lazy.compactMap(\.die).first(where: { $0 < 0 || $0 >= dies ?? 0 }) {
            return "a core on die \(die) of \(dies ?? 0)"
        }
        return nil
    }
}

extension Measurement: Validatable {
    package var impossibility: String? {
        guard let summary else { return nil }
        let figures = [summary.median, summary.best, summary.low, summary.high]
        // 10¹⁵ of any unit used is beyond any machine; zero and less are no rates and no times.
        if let figure = figures.first(where: { !($0 > 0 && $0 < 1e15) }) { return "a \(quantity) of \(figure) \(unit)" }
        return summary.low <= summary.median && summary.median <= summary.high
            ? nil : "a \(quantity) whose median is outside of its interval"
    }
}

extension Record {
    /// - Throws: `Failure` where a number in it is impossible.
    func checked(source: String) throws -> Self {
        let found = measurements.lazy.compactMap(\.impossibility).first ?? (details as? any Validatable)?.impossibility
        guard let found else { return self }
        throw Failure(
            .badData, cannot: "use \(source)", because: "it has \(found)",
            remedy: "It was damaged or made by hand: measure again with `probe all`")
    }
}
