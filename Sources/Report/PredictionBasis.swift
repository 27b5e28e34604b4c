import Catalog
import Quantities
import Records
import TokenModel

/// What a result offers for predictions: the read bandwidth of the whole machine, and its memory.
package struct PredictionBasis {
    package let bandwidth: BandwidthEstimate
    /// Nil where the topology was not recorded.
    package let memory: ByteCount?

    /// - Throws: `Failure` where the result has no read bandwidth.
    package init(_ result: RunResult) throws {
        let context = try ReportContext(result, Catalog(models: [], formats: []))
        guard let summary = context.readBandwidth else {
            throw Failure(
                .badData, cannot: "predict from this result",
                because: "it has no measured read bandwidth (\(context.reasonMissing("bandwidth")))",
                remedy: "Run `probe all`, and predict from its result.json")
        }
        bandwidth = summary.bandwidth
        memory = context.modelMemory
    }
}
