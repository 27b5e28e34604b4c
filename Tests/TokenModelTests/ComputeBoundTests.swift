import Catalog
import Quantities
import Testing
import TokenModel

@Suite struct ComputeBoundTests {
    private static func model(_ name: String) throws -> LanguageModel {
        try #require(try Catalog.builtIn().models.first { $0.name == name })
    }

    /// The document's formula gives 1.07 GFLOP for Llama 7B; its weights need 13.2.
    @Test func operationsOfLlama7B() throws {
        let llama = try Self.model("Llama 2 7B")
        #expect(OperationCount.document.generation(llama, context: 4096) == 2.0 * 32 * 4096 * 4096)
        #expect(try #require(OperationCount.document.prompt(llama, length: 9)).fixed(0) == "1073741824")
        let operations = try #require(OperationCount.matrixProducts.generation(llama, context: 0))
        #expect((operations / 1e9).fixed(3) == "13.214")
        let later = try #require(OperationCount.matrixProducts.generation(llama, context: 1000))
        #expect(abs(later - operations - 4 * 32 * 32 * 128 * 1000) < 1)
    }

    /// A fifth of Llama 3.2 1B is its output matrix, which a prompt does not need.
    @Test func aPromptLeavesTheOutputMatrixOut() throws {
        let llama = try Self.model("Llama 3.2 1B")
        let prompt = try #require(OperationCount.matrixProducts.prompt(llama, length: 1))
        let attention = 4.0 * 16 * 32 * 64
        #expect(abs(prompt - (2 * (1.236e9 - 128256 * 2048) + attention)) < 1)
        #expect(((1 - (prompt - attention) / 2 / 1.236e9) * 100).fixed(0) == "21")
        // The mean context of 1023 tokens is 512.
        let long = try #require(OperationCount.matrixProducts.prompt(llama, length: 1023))
        #expect(abs(long - prompt - attention * 511) < 1)
    }

    @Test func aModelWithoutKnownHeadsHasNoCount() throws {
        let model = try Self.model("Step-3.5-Flash")
        #expect(OperationCount.matrixProducts.generation(model, context: 1) == nil)
        #expect(OperationCount.document.generation(model, context: 1) != nil)
    }

    /// 582.4 GFLOP/s at E_par 0.625 are 364; a token of a prompt of 1023 takes 12.95 GFLOP, and 0.27 of attention.
    @Test func predictionWithMeasuredCompute() throws {
        let llama = try Self.model("Llama 2 7B")
        let format = try #require(try Catalog.builtIn().format("F16"))
        let groups = [(2, 4.6), (8, 3.4)].map {
            CoreGroup(cores: $0, clock: Frequency(gigahertz: $1), operationsPerCycle: 16)
        }
        let bandwidth = BandwidthEstimate(
            median: Bandwidth(gigabytesPerSecond: 50), low: Bandwidth(gigabytesPerSecond: 45),
            high: Bandwidth(gigabytesPerSecond: 55))
        func predict(_ efficiency: Double, memory: Double = 100) -> SimplePrediction {
            let peak = ComputePeak(groups, efficiency: efficiency)
            return SimplePrediction(
                llama, format, bandwidth: bandwidth, memory: ByteCount(gigabytes: memory),
                compute: ComputeBound(peak: peak, counting: .matrixProducts, prompt: 1023))
        }
        let usual = predict(0.625)
        let attention = 4.0 * 32 * 32 * 128
        let weights = 6.607e9 - 32000 * 4096
        let operations = 2 * weights + attention * 512
        let rate = try #require(usual.promptRate)
        #expect(abs(rate.median.value - 364e9 / operations) < 1e-6)
        #expect(usual.generation?.bound == .memory)
        // In F16 all but the table of embeddings, of which one row; 65 norms are in F32.
        let bytes: Double = 2 * 6_738_415_616 - 2 * 31999 * 4096 + 2 * 65 * 4096
        let gigabytes = bytes / 1e9
        #expect(abs(try #require(usual.rate).value - 50 / gigabytes) < 1e-6)
        let first = 1023 / rate.median.value + gigabytes / 50
        #expect(abs(try #require(usual.timeToFirstToken).median - first) < 1e-6)
        // A core that is mostly idle: compute binds, whatever the bandwidth.
        let slow = predict(0.01)
        #expect(slow.generation?.bound == .compute)
        let generated = 2 * 6.607e9 + attention * 1023
        #expect(abs(try #require(slow.rate).value - 5.824e9 / generated) < 1e-9)
        #expect(slow.low == slow.rate && slow.high == slow.rate)
        let crowded = predict(0.625, memory: 10)
        #expect(crowded.generation == nil && crowded.promptRate == nil && crowded.timeToFirstToken == nil)
    }

    /// Prompts are known as well as the peak is; generation as the bound that is the smaller at that end.
    @Test func thePeaksIntervalIsCarriedThrough() throws {
        let llama = try Self.model("Llama 2 7B")
        let format = try #require(try Catalog.builtIn().format("F16"))
        let bandwidth = BandwidthEstimate(
            median: Bandwidth(gigabytesPerSecond: 50), low: Bandwidth(gigabytesPerSecond: 45),
            high: Bandwidth(gigabytesPerSecond: 55))
        func predict(_ rate: Double) -> SimplePrediction {
            let together = Estimate(median: rate, low: 0.75 * rate, high: 1.5 * rate)
                .map { ComputeRate(gigaPerSecond: $0) }
            let peak = ComputePeak(total: together.median, efficiency: 1, together: together)
            return SimplePrediction(
                llama, format, bandwidth: bandwidth, memory: nil,
                compute: ComputeBound(peak: peak, counting: .matrixProducts, prompt: 1024))
        }
        let gigabytes = llama.bytesPerToken(format).gigabytes
        let fast = predict(400)
        let prompt = try #require(fast.promptRate).map(\.value)
        #expect((prompt.low / prompt.median).fixed(9) == "0.750000000")
        #expect((prompt.high / prompt.median).fixed(9) == "1.500000000")
        let first = try #require(fast.timeToFirstToken)
        #expect(abs(first.low - (1024 / prompt.high + gigabytes / 55)) < 1e-6)
        #expect(abs(first.high - (1024 / prompt.low + gigabytes / 45)) < 1e-6)
        #expect(abs(try #require(fast.high).value - 55 / gigabytes) < 1e-3, "memory binds at both ends")
        // At 45 GFLOP/s compute allows 3.25, memory 3.71: at the high end 4.87 and 4.08.
        let slow = predict(45)
        let compute = try #require(slow.computeRate)
        #expect(slow.generation?.bound == .compute)
        #expect(slow.rate == compute.median && slow.low == compute.low)
        #expect(abs(try #require(slow.high).value - 55 / gigabytes) < 1e-3, "memory binds at the high end")
    }
}
