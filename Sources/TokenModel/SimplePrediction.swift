import Catalog
import Quantities

/// What the simple model says of one model in one format on one machine.
package struct SimplePrediction: Hashable, Sendable {
    package let model: String
    package let format: String
    package let fileSize: ByteCount
    /// Bytes of weights read for each token.
    package let bytesPerToken: ByteCount
    /// Generation: the smaller of what memory and compute allow; nil where the model does not fit into memory.
    package let generation: Generation?
    /// The rate at the ends of the intervals of bandwidth and peak. The model's own error is larger by far.
    package let low: TokenRate?
    package let high: TokenRate?
    /// Generation if memory did not limit it; nil where the peak or the model's operations are not known, or it does
    /// not fit.
    package let computeRate: Estimate<TokenRate>?
    /// Prompt processing; nil where the peak or the model's operations are not known, or it does not fit.
    package let promptRate: Estimate<TokenRate>?
    /// T_first in seconds, of the prompt that was asked for; low where compute and memory are fast. Nil as
    /// `promptRate`.
    package let timeToFirstToken: Estimate<Double>?
    /// Whether the shape was checked against a document; a file's size needs none.
    package let isChecked: Bool
}

extension SimplePrediction {
    /// The speed of generation.
    package var rate: TokenRate? { generation?.rate }

    /// The speed of generation with its interval.
    package var generationRate: Estimate<TokenRate>? {
        guard let rate, let low, let high else { return nil }
        return Estimate(median: rate, low: low, high: high)
    }

    /// - Parameters:
    ///   - memory: what the model and a tenth more must fit into; nil where it is not known.
    ///   - compute: nil where no peak was measured: generation is taken to be bound by memory.
    package init(
        _ model: LanguageModel, _ format: WeightFormat, bandwidth: BandwidthEstimate, memory: ByteCount?,
        compute: ComputeBound? = nil
    ) {
        self.init(
            model, format: format.name, fileSize: model.fileSize(format), bytesPerToken: model.bytesPerToken(format),
            bandwidth: bandwidth, memory: memory, compute: compute)
    }

    /// A model whose bytes are known from its file.
    package init(
        _ model: LanguageModel, format: String, fileSize: ByteCount, bytesPerToken: ByteCount,
        bandwidth: BandwidthEstimate, memory: ByteCount?, compute: ComputeBound? = nil
    ) {
        self.init(
            model: model.name, format: format, fileSize: fileSize, bytesPerToken: bytesPerToken, bandwidth: bandwidth,
            memory: memory, isChecked: model.isChecked, promptLength: compute?.prompt ?? 0,
            promptRate: compute?.promptRate(model), computeRate: compute?.generationRate(model))
    }

    /// A file of a size, all of which is read for each token.
    package init(fileSize: ByteCount, bandwidth: BandwidthEstimate, memory: ByteCount?) {
        self.init(
            model: "any dense model", format: "", fileSize: fileSize, bytesPerToken: fileSize, bandwidth: bandwidth,
            memory: memory, isChecked: true)
    }

    private init(
        model: String, format: String, fileSize: ByteCount, bytesPerToken: ByteCount, bandwidth: BandwidthEstimate,
        memory: ByteCount?, isChecked: Bool, promptLength: Int = 0, promptRate: Estimate<TokenRate>? = nil,
        computeRate: Estimate<TokenRate>? = nil
    ) {
        self.model = model
        self.format = format
        self.fileSize = fileSize
        self.bytesPerToken = bytesPerToken
        self.isChecked = isChecked
        // A tenth more for the KV cache and the engine's own buffers.
        let fits = memory.map { Double(fileSize.bytes) * 1.1 <= Double($0.bytes) } ?? true
        func generation(_ bandwidth: Bandwidth, _ compute: TokenRate?) -> Generation? {
            let memory = SimpleModel.memoryBoundRate(bandwidth: bandwidth, model: bytesPerToken)
            return fits ? Generation(memory: memory, compute: compute) : nil
        }
        self.generation = generation(bandwidth.median, computeRate?.median)
        low = generation(bandwidth.low, computeRate?.low)?.rate
        high = generation(bandwidth.high, computeRate?.high)?.rate
        self.computeRate = fits ? computeRate : nil
        self.promptRate = fits ? promptRate : nil
        func wait(_ promptRate: TokenRate, _ bandwidth: Bandwidth) -> Double {
            SimpleModel.timeToFirstToken(
                prompt: promptLength, promptRate: promptRate, model: bytesPerToken, bandwidth: bandwidth)
        }
        timeToFirstToken = self.promptRate.map { rate in
            Estimate(
                median: wait(rate.median, bandwidth.median), low: wait(rate.high, bandwidth.high),
                high: wait(rate.low, bandwidth.low))
        }
    }
}
