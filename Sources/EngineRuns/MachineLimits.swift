import Catalog
import Quantities
import Records
import Report
import TokenModel

/// What nothing that ran on a machine's CPU can pass: bytes read and operations done in a second.
package struct MachineLimits {
    /// The rates of the placements with so many threads.
    private let rates: (Int) -> [PlacementRates]
    /// Nil where no peak was measured: the fastest products then tell.
    private let peak: CorePeak?

    /// Operations per second of a core at its fastest, a multiply-add being two.
    package struct CorePeak: Hashable, Sendable {
        /// Of floats.
        let floats: Double
        /// Of whatever it is fastest with.
        let any: Double

        package init(floats: Double, any: Double) {
            self.floats = floats
            self.any = any
        }
    }

    package init(rates: @escaping (Int) -> [PlacementRates], peak: CorePeak? = nil) {
        self.rates = rates
        self.peak = peak
    }

    /// A machine that was disturbed when it was measured does more when it is quiet.
    private static let tolerance = 1.15
    /// The probe's fastest products are half of the peak at the least; no engine was seen to do 1.1 times as much.
    private static let peakOverProducts = 2.0

    /// Why the CPU can't have done a run; nil where it can, and where too little was measured.
    package func reasonImpossible(_ run: EngineRun) -> String? {
        let placements = rates(run.threads).filter { $0.threads == run.threads }
        return reading(run, placements) ?? computing(run, placements)
    }

    private func reading(_ run: EngineRun, _ placements: [PlacementRates]) -> String? {
        let bytes = Double(run.demand.bytesPerToken.bytes)
        guard run.phase == .generation,
            let seconds = placements.map({ $0.reads.leastTime(bytes) }).min(),
            run.measured * seconds > Self.tolerance
        else { return nil }
        let needed = Bandwidth(value: run.measured * bytes).gigabytesPerSecond
        let possible = Bandwidth(value: bytes / seconds).gigabytesPerSecond
        return "faster than this machine's memory can be read: \(run.measured.significant(3)) token/s take "
            + "\(needed.significant(3)) GB/s, and \(possible.significant(3)) were measured"
    }

    private func computing(_ run: EngineRun, _ placements: [PlacementRates]) -> String? {
        let tokens = run.phase == .prompt ? run.scenario.prompt : 1
        let work = run.phase == .prompt ? run.demand.promptWork(tokens: tokens) : run.demand.generationWork()
        let needed = work.operations / Double(max(1, tokens)) * run.measured
        let isFloat = run.demand.matrices.filter { $0.use != .output }.allSatisfy { $0.type.isPlain }
        let products = placements.map { $0.fastestProducts(isFloat: isFloat) }.max() ?? 0
        let measured = peak.map { (isFloat ? $0.floats : $0.any) * Double(run.threads) } ?? 0
        let possible = measured > 0 ? max(measured, products) : products * Self.peakOverProducts
        guard possible > 0, needed > possible * Self.tolerance else { return nil }
        return "faster than this machine's cores can compute: \(run.measured.significant(3)) token/s take "
            + "\((needed / 1e9).significant(3)) GOP/s, and \((possible / 1e9).significant(3)) "
            + (measured > 0 ? "are the peak of \(run.cores)" : "are twice what the fastest loop did")
    }
}

extension EngineRun {
    fileprivate var cores: String { threads == 1 ? "1 core" : "\(threads) cores" }
}

extension RateCurve {
    /// Seconds that reading so much takes again and again, if the caches keep as much of it as they can.
    fileprivate func leastTime(_ bytes: Double) -> Double {
        guard let memory = points.last else { return 0 }
        let cached = points.count > 1 ? min(bytes, memory.size) : 0
        let fastest = points.map(\.rate.high).max() ?? memory.rate.high
        return (bytes - cached) / memory.rate.high + cached / fastest
    }
}

extension PlacementRates {
    /// Operations per second of the fastest loop that was measured.
    fileprivate func fastestProducts(isFloat: Bool) -> Double {
        let products = products.filter { !isFloat || $0.key != .int8 }.map(\.value)
        let own = prompts.filter { !isFloat || $0.key.isPlain }.map(\.value)
        let matrices = (products + own).flatMap(\.points).map(\.rate.high)
        let vectors = kernels.filter { !isFloat || $0.key.isPlain }.map { type, kernel in
            kernel.cache.high * 2 * Double(type.blockWeights) / Double(type.blockBytes)
        }
        return (matrices + vectors).max() ?? 0
    }
}

extension MachineLimits {
    /// Of what a result measured.
    /// - Throws: `Failure` where a record of it is broken.
    package init(_ result: RunResult, _ rates: MachineRates) throws {
        self.init(
            rates: rates.placements(threads:),
            peak: try MachineRates.corePeak(result).map { CorePeak(floats: $0.floats, any: $0.any) })
    }
}
