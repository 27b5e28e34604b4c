import Catalog
import Quantities

extension ModelDemand {
    /// A dense model of which only the number of weights is known: the catalogue's dense model that is nearest by it,
    /// scaled. Nil where there is none.
    package init?(parameters: Double, _ format: WeightFormat, among models: [LanguageModel]) {
        guard let like = models.nearestDense(parameters), let demand = ModelDemand(like, format) else { return nil }
        self.init(demand, scaledBy: parameters / (like.parametersBillion * 1e9))
    }

    /// A dense model of which only the file's size is known, likewise.
    package init?(fileSize: ByteCount, _ format: WeightFormat, among models: [LanguageModel]) {
        let parameters = Double(fileSize.bytes) * 8 / format.bitsPerWeight
        guard let like = models.nearestDense(parameters), let demand = ModelDemand(like, format) else { return nil }
        self.init(demand, scaledBy: Double(fileSize.bytes) / Double(max(1, demand.fileSize.bytes)))
    }

    private init(_ demand: ModelDemand, scaledBy factor: Double) {
        self.init(
            model: demand.model.scaled(toParameters: demand.model.parametersBillion * 1e9 * factor),
            format: demand.format, fileSize: ByteCount(clamping: Double(demand.fileSize.bytes) * factor),
            matrices: demand.matrices.map { matrices in
                Matrices(
                    type: matrices.type, use: matrices.use, bytes: matrices.bytes * factor,
                    weights: matrices.weights * factor, isTail: matrices.isTail)
            })
    }
}

extension [LanguageModel] {
    /// By the ratio of weights.
    fileprivate func nearestDense(_ parameters: Double) -> LanguageModel? {
        filter { !$0.isMixtureOfExperts && $0.parametersBillion > 0 }.min { first, second in
            first.ratio(to: parameters) < second.ratio(to: parameters)
        }
    }
}

extension LanguageModel {
    fileprivate func ratio(to parameters: Double) -> Double {
        let own = parametersBillion * 1e9
        return Swift.max(own / parameters, parameters / own)
    }
}
