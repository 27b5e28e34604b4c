import Statistics

/// A compute rate, the clock in the same window, and the operations of each core per cycle of that clock.
package struct PeakCell: Sendable {
    /// In GOP/s: 10⁹ operations a second, a multiply-add being two.
    package let compute: Measurement
    /// In GHz, the mean of the cores; nil in a broken record.
    package let clock: Measurement?
    /// In operations per cycle and core; nil where the clock that it rests on has no figure.
    package let perCycle: Measurement?
    package let study: Study
    /// Threads that computed.
    package let threads: Int
    /// Distinct cores that they ran on.
    package let cores: Int

    /// The part of a run that a rate belongs to.
    package enum Study: String, CaseIterable, Codable, Sendable {
        /// The highest rate.
        case peak
        /// Rate and clock over seconds of the same work.
        case sag
    }

    package static let quantity = "compute"
    package static let clockQuantity = "clock"
    package static let perCycleQuantity = "operations per cycle"

    /// No machine has more; a record that tells another number of threads was not written by a probe.
    private static let possibleThreads = 1...65536

    /// Nil where the measurement is none of compute, or no cores can have made it.
    package init?(_ compute: Measurement, among all: [Measurement]) {
        guard compute.quantity == Self.quantity, let study = compute.labels["study"].flatMap(Study.init),
            let threads = compute.labels["threads"].flatMap({ Int($0) }), Self.possibleThreads.contains(threads),
            // A record from before this label has one thread a core, or does not tell.
            let cores = compute.labels["cores"].map({ Int($0) }) ?? threads, (1...threads).contains(cores)
        else { return nil }
        self.compute = compute
        self.study = study
        self.threads = threads
        self.cores = cores
        let clock = all.first { $0.quantity == Self.clockQuantity && $0.labels == compute.labels }
        self.clock = clock
        perCycle =
            clock?.summary == nil
            ? nil : all.first { $0.quantity == Self.perCycleQuantity && $0.labels == compute.labels }
    }

    /// All compute rates of a record.
    package static func cells(_ measurements: [Measurement]) -> [PeakCell] {
        measurements.compactMap { PeakCell($0, among: measurements) }
    }
}

extension PeakCell {
    package var summary: Summary? { compute.summary }
    /// "fp64", "fp32", "fp16", "bf16", "int8".
    package var type: String { label("type") }
    /// "avx2", "avx512_vnni", "amx", "neon".
    package var isa: String { label("isa") }
    /// "fma"; "fma_add" where additions run beside multiply-adds.
    package var mix: String { label("mix") }
    /// The instructions repeated: "vfmadd213ps".
    package var instruction: String { label("instruction") }
    /// "performance", "uniform" or "all".
    package var coreKind: String { label("core_kind") }
    /// The package whose cores were used, where that is one of several.
    package var package: Int? { Int(label("package")) }
    /// Of one core, from a table; nil where it is unknown.
    package var theoreticalPerCycle: Double? { Double(label("theoretical_ops_per_cycle")) }
    package var reason: String { compute.notMeasured ?? "no reason was recorded" }

    /// Measured over theoretical operations per cycle; nil where either is not known.
    package var shareOfTheory: Double? {
        guard let theory = theoreticalPerCycle, theory > 0, let measured = perCycle?.summary?.median else { return nil }
        return measured / theory
    }

    private func label(_ name: String) -> String { compute.labels[name] ?? "" }
}
