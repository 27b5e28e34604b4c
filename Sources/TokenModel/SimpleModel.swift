import Quantities
import Statistics

/// The source document's formulas ("Running machine learning models locally"): what a bandwidth and a peak would give
/// if nothing else cost time. Real engines are slower; Documentation/Methodology.md says by how much.
package enum SimpleModel {
    /// BW_RAM: what the memory channels carry. A channel of DDR4 or DDR5 moves 8 bytes a transfer.
    package static func dramCeiling(channels: Int, transferRate: Frequency) -> Bandwidth {
        Bandwidth(value: Double(channels) * 8 * transferRate.value)
    }

    /// BW_CPU: what the links between AMD's chiplets and the memory controllers carry.
    /// - Parameter bytesPerClock: 32 for one link a chiplet, 64 for two.
    package static func fabricCeiling(chiplets: Int, clock: Frequency, bytesPerClock: Int = 32) -> Bandwidth {
        Bandwidth(value: Double(chiplets) * Double(bytesPerClock) * clock.value)
    }

    /// The smaller ceiling; the DRAM's where no fabric limits.
    package static func theoreticalBandwidth(dram: Bandwidth, fabric: Bandwidth?) -> Bandwidth {
        fabric.map { min(dram, $0) } ?? dram
    }

    /// The fewest chiplets whose links carry what the DRAM gives.
    package static func chipletsNeeded(for dram: Bandwidth, clock: Frequency, bytesPerClock: Int = 32) -> Int {
        Int((dram.value / (Double(bytesPerClock) * clock.value)).rounded(.up))
    }

    /// FLOP per cycle and core as the document counts: one FMA of 256 bits of FP32. Most cores do two, or wider ones.
    package static let documentOperationsPerCycle = 16.0

    /// F_cpu: the peak of all cores.
    package static func peakCompute(_ groups: [CoreGroup]) -> ComputeRate {
        groups.map(\.peak).reduce(ComputeRate(value: 0), +)
    }

    /// E_par: speed-up against one core, as a share of the threads.
    package static func parallelEfficiency(speedup: Double, threads: Int) -> Double {
        Efficiency.parallel(speedup: speedup, threads: threads)
    }

    /// PP, and generation where compute bounds it.
    /// - Parameter operationsPerToken: see `OperationCount`.
    package static func computeBoundRate(
        peak: ComputeRate, efficiency: Double, operationsPerToken: Double
    ) -> TokenRate {
        TokenRate(value: peak.value * efficiency / operationsPerToken)
    }

    /// TG where memory bounds it: every token reads the model once.
    package static func memoryBoundRate(bandwidth: Bandwidth, model: ByteCount) -> TokenRate {
        TokenRate(value: 1 / (model / bandwidth))
    }

    /// T_first in seconds: the prompt, and the model read once.
    package static func timeToFirstToken(
        prompt: Int, promptRate: TokenRate, model: ByteCount, bandwidth: Bandwidth
    ) -> Double {
        Double(prompt) / promptRate.value + model / bandwidth
    }

    /// Seconds to read the model from storage.
    package static func loadTime(model: ByteCount, storage: Bandwidth) -> Double { model / storage }
}

/// Cores of one kind.
package struct CoreGroup: Hashable, Sendable {
    package let cores: Int
    package let clock: Frequency
    package let operationsPerCycle: Double

    package init(cores: Int, clock: Frequency, operationsPerCycle: Double) {
        self.cores = cores
        self.clock = clock
        self.operationsPerCycle = operationsPerCycle
    }

    /// Of one core.
    package var corePeak: ComputeRate { ComputeRate(value: clock.value * operationsPerCycle) }

    /// Of all.
    package var peak: ComputeRate { corePeak * Double(cores) }
}
