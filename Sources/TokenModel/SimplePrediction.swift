import Catalog
import Quantities

/// A bandwidth with the interval it is known to.
package struct BandwidthEstimate: Hashable, Sendable {
    package let median: Bandwidth
    package let low: Bandwidth
    package let high: Bandwidth

    package init(median: Bandwidth, low: Bandwidth, high: Bandwidth) {
        self.median = median
        self.low = low
        self.high = high
    }
}

/// What the simple model says of one model in one format on one machine.
package struct SimplePrediction: Hashable, Sendable {
    package let model: String
    package let format: String
    package let fileSize: ByteCount
    /// Bytes of weights read for each token.
    package let bytesPerToken: ByteCount
    /// Nil where the model does not fit into memory.
    package let rate: TokenRate?
    /// The rate at the ends of the bandwidth's interval. The model's own error is larger by far.
    package let low: TokenRate?
    package let high: TokenRate?
    /// Whether the shape was checked against a document; a file's size needs none.
    package let isChecked: Bool
}

extension SimplePrediction {
    /// - Parameter memory: what the model and a tenth more must fit into; nil where it is not known.
    package init(_ model: LanguageModel, _ format: WeightFormat, bandwidth: BandwidthEstimate, memory: ByteCount?) {
        self.init(
            model: model.name, format: format.name, fileSize: model.fileSize(format),
            bytesPerToken: model.bytesPerToken(format), bandwidth: bandwidth, memory: memory, isChecked: model.isChecked
        )
    }

    /// A file of a size, all of which is read for each token.
    package init(fileSize: ByteCount, bandwidth: BandwidthEstimate, memory: ByteCount?) {
        self.init(
            model: "any dense model", format: "", fileSize: fileSize, bytesPerToken: fileSize, bandwidth: bandwidth,
            memory: memory, isChecked: true)
    }

    private init(
        model: String, format: String, fileSize: ByteCount, bytesPerToken: ByteCount, bandwidth: BandwidthEstimate,
        memory: ByteCount?, isChecked: Bool
    ) {
        self.model = model
        self.format = format
        self.fileSize = fileSize
        self.bytesPerToken = bytesPerToken
        self.isChecked = isChecked
        // A tenth more for the KV cache and the engine's own buffers.
        let fits = memory.map { Double(fileSize.bytes) * 1.1 <= Double($0.bytes) } ?? true
        func rate(_ bandwidth: Bandwidth) -> TokenRate? {
            fits ? SimpleModel.memoryBoundRate(bandwidth: bandwidth, model: bytesPerToken) : nil
        }
        self.rate = rate(bandwidth.median)
        low = rate(bandwidth.low)
        high = rate(bandwidth.high)
    }
}
