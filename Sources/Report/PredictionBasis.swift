import Catalog
import Quantities
import Records
import TokenModel

/// What a result offers for predictions: the read bandwidth of the whole machine, its memory, and
/// the peak of its cores.
package struct PredictionBasis {
    package let bandwidth: BandwidthEstimate
    /// Nil where the topology was not recorded.
    package let memory: ByteCount?
    /// In FP32 multiply-adds; nil where it was not measured.
    package let peak: ComputePeak?
    /// Why there is no peak; nil where there is one.
    package let reasonWithoutPeak: String?
    /// Why nothing that is predicted may be relied on; nil where it may.
    package let invalid: String?

    /// - Throws: `Failure` where the result has no read bandwidth.
    package init(_ result: RunResult) throws {
        let context = try ReportContext(result, Catalog(models: [], formats: []))
        guard let summary = context.readBandwidth else {
            throw Failure(
                .badData, cannot: "predict from this result",
                because: "it has no measured read bandwidth (\(context.reasonMissing("bandwidth")))",
                remedy: "Run `probe all`, and predict from its result.json")
        }
        self.init(context, summary)
    }

    init(_ context: ReportContext, _ read: ReadRate) {
        bandwidth = read.bandwidth
        memory = context.modelMemory
        peak = context.measuredPeak?.peak
        reasonWithoutPeak = context.reasonWithoutPeak
        invalid = context.invalid.warning
    }

    /// The simple model's prompt in the report, in tokens: that of classification and keyword extraction.
    static let usualPrompt = 1024

    /// What limits by operations; nil without a peak.
    package func compute(prompt: Int) -> ComputeBound? {
        peak.map { ComputeBound(peak: $0, counting: .matrixProducts, prompt: prompt) }
    }
}
