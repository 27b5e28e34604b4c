import Quantities
import Testing
import TokenModel

/// The worked examples of the source document, to the digit.
@Suite struct SimpleModelTests {
    @Test func ryzen7400F() {
        let dram = SimpleModel.dramCeiling(channels: 2, transferRate: Frequency(gigahertz: 5.2))
        let fabric = SimpleModel.fabricCeiling(chiplets: 1, clock: Frequency(gigahertz: 1.8))
        #expect(dram.gigabytesPerSecond.fixed(4) == "83.2000")
        #expect(fabric.gigabytesPerSecond.fixed(4) == "57.6000")
        let bandwidth = SimpleModel.theoreticalBandwidth(dram: dram, fabric: fabric)
        #expect(bandwidth == fabric)
        let rate = SimpleModel.memoryBoundRate(bandwidth: bandwidth, model: ByteCount(gigabytes: 10))
        #expect(rate.value.fixed(6) == "5.760000")
    }

    @Test func epyc9755() {
        let dram = SimpleModel.dramCeiling(channels: 12, transferRate: Frequency(gigahertz: 5.6))
        let fabric = SimpleModel.fabricCeiling(chiplets: 16, clock: Frequency(gigahertz: 2.0))
        #expect(dram.gigabytesPerSecond.fixed(4) == "537.6000")
        #expect(fabric.gigabytesPerSecond.fixed(4) == "1024.0000")
        #expect(SimpleModel.theoreticalBandwidth(dram: dram, fabric: fabric) == dram)
        let rate = SimpleModel.memoryBoundRate(bandwidth: dram, model: ByteCount(gigabytes: 10))
        #expect(rate.value.fixed(6) == "53.760000")
    }

    @Test func twelveChannelsNeedNineChiplets() {
        let dram = SimpleModel.dramCeiling(channels: 12, transferRate: Frequency(gigahertz: 5.6))
        let clock = Frequency(gigahertz: 2.0)
        #expect(SimpleModel.chipletsNeeded(for: dram, clock: clock) == 9)
        #expect(SimpleModel.fabricCeiling(chiplets: 9, clock: clock).gigabytesPerSecond == 576)
        #expect(SimpleModel.fabricCeiling(chiplets: 8, clock: clock).gigabytesPerSecond == 512)
    }

    @Test func withoutAFabricTheDRAMIsTheLimit() {
        let dram = Bandwidth(gigabytesPerSecond: 100)
        #expect(SimpleModel.theoreticalBandwidth(dram: dram, fabric: nil) == dram)
    }

    @Test func fiftyGigabytesASecondAndTenGigabytes() {
        let rate = SimpleModel.memoryBoundRate(
            bandwidth: Bandwidth(gigabytesPerSecond: 50), model: ByteCount(gigabytes: 10))
        #expect(rate.value == 5)
    }

    @Test func sixteenCoresAndASpeedUpOfTen() {
        #expect(SimpleModel.parallelEfficiency(speedup: 10, threads: 16) == 0.625)
    }

    @Test func i5Of1335U() {
        let counted = SimpleModel.documentOperationsPerCycle
        #expect(counted == 16)
        let performance = CoreGroup(cores: 2, clock: Frequency(gigahertz: 4.6), operationsPerCycle: counted)
        let efficiency = CoreGroup(cores: 8, clock: Frequency(gigahertz: 3.4), operationsPerCycle: counted)
        #expect(performance.corePeak.gigaPerSecond.fixed(3) == "73.600")
        #expect(efficiency.corePeak.gigaPerSecond.fixed(3) == "54.400")
        let peak = SimpleModel.peakCompute([performance, efficiency])
        #expect(peak.gigaPerSecond.fixed(3) == "582.400")
        #expect((ComputeRate(gigaPerSecond: 42.2) / peak * 100).fixed(0) == "7")
    }

    /// Speed times size. The document gives 71.3, 71.3 and 71.1 GB/s; the first is 71.35 before rounding.
    @Test(arguments: [(14.5, 4.920739232, 71.35), (7.93, 8.988110976, 71.28), (3.60, 19.762150048, 71.14)])
    func ryzen9950X(speed: Double, size: Double, streamed: Double) {
        #expect((speed * size).fixed(2) == streamed.fixed(2))
        #expect((speed * size / 89.6 * 100).rounded(.down) == 79 || (speed * size / 89.6 * 100).fixed(0) == "80")
        let rate = SimpleModel.memoryBoundRate(
            bandwidth: Bandwidth(gigabytesPerSecond: speed * size), model: ByteCount(gigabytes: size))
        #expect(abs(rate.value - speed) < 1e-6)
    }

    @Test func promptFirstTokenAndLoading() {
        let rate = SimpleModel.computeBoundRate(
            peak: ComputeRate(gigaPerSecond: 1320), efficiency: 0.5, operationsPerToken: 13.2e9)
        #expect(abs(rate.value - 50) < 1e-9)
        let model = ByteCount(gigabytes: 10)
        let first = SimpleModel.timeToFirstToken(
            prompt: 100, promptRate: rate, model: model, bandwidth: Bandwidth(gigabytesPerSecond: 50))
        #expect(abs(first - 2.2) < 1e-9)
        #expect(SimpleModel.loadTime(model: model, storage: Bandwidth(gigabytesPerSecond: 2)) == 5)
    }

    @Test func generationIsTheSmallerBound() {
        let memory = TokenRate(value: 5)
        #expect(Generation(memory: memory, compute: TokenRate(value: 3)).bound == .compute)
        #expect(Generation(memory: memory, compute: TokenRate(value: 3)).rate.value == 3)
        #expect(Generation(memory: memory, compute: TokenRate(value: 8)).bound == .memory)
        #expect(Generation(memory: memory, compute: nil).rate == memory)
    }
}
