import Catalog
import Glibc
import Quantities

/// The model's equations at one point of the profile's parameters and one end of the rates' intervals.
struct TimeSum {
    private let model: FittedModel
    private let demand: ModelDemand
    private let point: [Double]
    private let rate: KeyPath<Estimate<Double>, Double>

    init(_ model: FittedModel, _ demand: ModelDemand, point: [Double], rate: KeyPath<Estimate<Double>, Double>) {
        self.model = model
        self.demand = demand
        self.point = point
        self.rate = rate
    }

    /// One step that generates a token for each sequence.
    func generation(_ scenario: Scenario) -> TokenTime? {
        let tokens = Double(scenario.batch)
        let cache = Double(demand.model.kvCache(context: scenario.context)?.bytes ?? 0) * tokens
        var time = TokenTime()
        for matrices in demand.matrices {
            guard add(matrices, tokens: tokens, cache: cache, to: &time) else { return nil }
        }
        if cache > 0 {
            let attention = model.rates.attention ?? model.rates.reads
            time.attention = cache / attention.at(Double(scenario.context))[keyPath: rate] / factor(.attention)
        }
        addOverheads(tokens: tokens, to: &time)
        return time
    }

    /// A prompt into an empty cache.
    func prompt(_ scenario: Scenario) -> TokenTime? {
        let tokens = Double(scenario.prompt)
        var time = TokenTime()
        for matrices in demand.matrices {
            let each = matrices.use == .output ? 1 : tokens
            guard add(matrices, tokens: each, cache: 0, to: &time) else { return nil }
        }
        if let heads = demand.model.heads, let width = demand.model.headDimension,
            let products = model.rates.products[.fp32]
        {
            // Each token attends to those before it.
            let attended = demand.model.attendedTokens(context: scenario.prompt) / 2
            let operations = 4 * Double(heads) * Double(width) * attended * tokens
            time.attention =
                operations / products.at(min(tokens, Self.ubatch))[keyPath: rate] / factor(.promptAttention)
        }
        addOverheads(tokens: 1, to: &time)
        let width = Double(demand.model.embedding) / 1000 * Double(demand.model.layers)
        time.other += tokens * width * factor(.promptElement) / Double(model.rates.threads)
        return time
    }

    /// From so many tokens on, engines multiply matrices, whatever dot products would take.
    private static let prompt = 16.0

    /// Tokens that engines process together: llama.cpp's `--ubatch-size`.
    private static let ubatch = 512.0

    /// Matrices by so many tokens: as dot products token by token, or as a product of matrices where that is faster.
    private func add(
        _ matrices: ModelDemand.Matrices, tokens: Double, cache: Double, to time: inout TokenTime
    ) -> Bool {
        guard let type = matrices.type.nearest({ model.rates.kernels[$0] != nil }),
            let kernel = model.rates.kernels[type]
        else { return false }
        let isExpert = matrices.use == .expert
        let touched = isExpert ? demand.touchedExperts(tokens: tokens) : 1
        let active = isExpert ? demand.touchedExperts(tokens: 1) : 1
        let bytes = matrices.bytes * touched
        let size = Double(demand.fileSize.bytes) + cache
        let streaming = passes(tokens) * bytes / model.rates.reads.at(size)[keyPath: rate]
        var multiplying =
            matrices.bytes * active * tokens / kernel.cache[keyPath: rate] / factor(.generation(matrices.type))
        let together = isExpert ? tokens * active / touched : tokens
        if tokens > 1, let products = productRate(matrices.type, tokens: together) {
            let mixing = isExpert ? factor(.expertPrompt) : 1
            let operations = 2 * matrices.weights * active * tokens
            let asProduct = operations / products / factor(.prompt(matrices.type)) / mixing
            multiplying = together < Self.prompt ? min(multiplying, asProduct) : asProduct
        }
        time.streaming += streaming
        time.multiplying += multiplying
        time.matrices += model.overlap.time(streaming, multiplying)
        return true
    }

    private func passes(_ tokens: Double) -> Double { (tokens / Self.ubatch).rounded(.up) }

    private func productRate(_ type: TensorType, tokens: Double) -> Double? {
        let products = model.rates.products
        let curve = products[type.productType] ?? (type == .bf16 ? products[.fp32] : nil)
        return curve?.at(min(max(1, tokens), Self.ubatch))[keyPath: rate]
    }

    private func addOverheads(tokens: Double, to time: inout TokenTime) {
        let layers = Double(demand.model.layers)
        time.synchronization = layers * factor(.barriers) * model.rates.barrier
        time.other = (layers * factor(.layer) + factor(.token)) * tokens
    }

    /// A parameter as a factor; of a format that the profile does not know, that of the nearest it knows.
    private func factor(_ parameter: EngineProfile.Parameter) -> Double {
        exp(model.place(of: parameter).map { point[$0] } ?? 0)
    }
}
