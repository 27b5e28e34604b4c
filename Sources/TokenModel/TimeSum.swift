import Catalog
import Glibc
import Quantities

/// The model's equations at one point of the profile's parameters, all rates at their medians but one.
struct TimeSum {
    private let model: FittedModel
    private let demand: ModelDemand
    private let point: [Double]
    private let moved: (rate: Rate, to: KeyPath<Estimate<Double>, Double>)?

    /// What was measured by itself, and errs by itself.
    enum Rate: Hashable {
        case reads
        /// The loops of one format.
        case format(TensorType)
        case attention
        /// Products of floats, which a prompt's attention is made of.
        case floats
    }

    /// - Parameter moved: a rate that is taken at an end of its interval.
    init(
        _ model: FittedModel, _ demand: ModelDemand, point: [Double],
        moved: (rate: Rate, to: KeyPath<Estimate<Double>, Double>)? = nil
    ) {
        self.model = model
        self.demand = demand
        self.point = point
        self.moved = moved
    }

    /// The rates that a model's times depend on.
    static func rates(_ demand: ModelDemand) -> [Rate] {
        let types = Set(demand.matrices.map(\.type)).sorted { $0.rawValue < $1.rawValue }
        return [.reads, .attention, .floats] + types.map { .format($0) }
    }

    private func end(_ rate: Rate) -> KeyPath<Estimate<Double>, Double> {
        moved?.rate == rate ? moved?.to ?? \.median : \.median
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
            let rate = attention.at(Double(scenario.context))[keyPath: end(.attention)]
            time.attention = cache * demand.model.attentionWeight / rate / factor(.attention)
        }
        addOverheads(tokens: tokens, to: &time)
        return time
    }

    /// A prompt into an empty cache.
    func prompt(_ scenario: Scenario) -> TokenTime? {
        let tokens = Double(scenario.prompt)
        var time = TokenTime()
        for matrices in demand.matrices {
            let each = matrices.tokens(of: tokens, outputs: 1)
            guard add(matrices, tokens: each, cache: 0, to: &time) else { return nil }
        }
        if let heads = demand.model.heads, let width = demand.model.headDimension,
            let products = floatProducts(tokens: min(tokens, Self.ubatch))
        {
            // Each token attends to those before it.
            let attended = demand.model.attendedTokens(context: scenario.prompt) / 2
            let operations = 4 * Double(heads) * Double(width) * attended * tokens
            time.attention = operations / products / factor(.promptAttention)
        }
        addOverheads(tokens: 1, to: &time)
        let width = Double(demand.model.embedding) / 1000 * Double(demand.model.layers)
        time.other += tokens * width * factor(.promptElement) / Double(model.rates.threads)
        return time
    }

    /// From so many tokens on, engines multiply matrices, whatever dot products would take; where their own loops
    /// were not measured.
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
        let streaming = passes(tokens) * bytes / model.rates.reads.at(size)[keyPath: end(.reads)]
        let each = isExpert ? tokens * active / touched : tokens
        let vectors = matrices.bytes * active * tokens / kernel.cache[keyPath: end(.format(matrices.type))]
        var multiplying = vectors / generationFactor(matrices.type)
        if tokens > 1 {
            let mixing = isExpert ? factor(.expertPrompt) : 1
            let isVectors = isExpert && model.rates.vectorExperts.contains(type)
            if !isVectors, let products = productRate(matrices.type, tokens: each) {
                let operations = 2 * matrices.weights * active * tokens
                let asProduct = operations / products.rate / promptFactor(matrices.type) / mixing
                multiplying = each < products.from ? min(multiplying, asProduct) : asProduct
            } else {
                multiplying = vectors / promptFactor(matrices.type) / mixing
            }
        }
        time.streaming += streaming
        time.multiplying += multiplying
        let together = model.overlap.time(streaming, multiplying)
        // Of caches little is known but how fast they are read.
        let isFromMemory =
            model.rates.reads.at(size).median <= model.rates.reads.at(.greatestFiniteMagnitude).median * 1.1
        time.matrices += tokens == 1 && isFromMemory ? together * (model.streaming[type] ?? 1) : together
        return true
    }

    /// Operations per second of products of floats, which attention is made of; without any, those of one token.
    private func floatProducts(tokens: Double) -> Double? {
        let rates = model.rates
        if let curve = rates.prompts[.f32] ?? rates.products[.fp32] { return curve.at(tokens)[keyPath: end(.floats)] }
        let operations = 2 / Double(TensorType.f32.blockBytes)
        return rates.kernels[.f32].map { $0.cache[keyPath: end(.floats)] * operations }
    }

    private func passes(_ tokens: Double) -> Double { (tokens / Self.ubatch).rounded(.up) }

    /// Operations per second of a product by so many tokens, and from how many on engines take it; nil where they
    /// multiply token by token.
    private func productRate(_ type: TensorType, tokens: Double) -> (rate: Double, from: Double)? {
        let tokens = min(max(1, tokens), Self.ubatch)
        let rates = model.rates
        let known = type.nearest { rates.kernels[$0] != nil }
        if let curve = known.flatMap({ rates.prompts[$0] }) {
            return (curve.at(tokens)[keyPath: end(.format(type))], curve.points[0].size)
        }
        // Of a format whose loops are known, that there is none for prompts is known too.
        guard known.flatMap({ rates.shapes[$0] }) == nil else { return nil }
        let curve = rates.products[type.productType] ?? (type == .bf16 ? rates.products[.fp32] : nil)
        return curve.map { ($0.at(tokens)[keyPath: end(.format(type))], Self.prompt) }
    }

    private func addOverheads(tokens: Double, to time: inout TokenTime) {
        let layers = Double(demand.model.layers)
        time.synchronization = layers * factor(.barriers) * model.rates.barrier
        time.other = (layers * factor(.layer) + factor(.token)) * tokens
    }

    /// The engine's rate over the probe's.
    private func generationFactor(_ type: TensorType) -> Double {
        factor(.generation(type)) * (model.shapes(of: type)?.generation.map { factor(.generationShape($0)) } ?? 1)
    }

    private func promptFactor(_ type: TensorType) -> Double {
        factor(.prompt(type)) * (model.shapes(of: type)?.prompt.map { factor(.promptShape($0)) } ?? 1)
    }

    /// A parameter as a factor; of a format that the profile does not know, that of the nearest it knows.
    private func factor(_ parameter: EngineProfile.Parameter) -> Double {
        exp(model.place(of: parameter).map { point[$0] } ?? 0)
    }
}
