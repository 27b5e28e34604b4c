import Catalog
import Glibc
import Records
import TokenModel

/// The loops that an engine has on a machine: as the probe measured its own of the same shapes, or else as its best
/// ones let expect.
struct EngineLoops {
    let kernels: [TensorType: KernelRates]
    /// In operations per second, against the tokens.
    let prompts: [TensorType: RateCurve]
    /// Formats whose experts are multiplied token by token.
    let vectorExperts: Set<TensorType>
    let shapes: [TensorType: LoopShapes]
    let source: LoopSource
}

extension [InferenceCell] {
    /// - Parameter engine: whose loops the cells stand for; nil in results of before there were any.
    func engineLoops(threads: Int, _ engine: InferenceDetails.Engine?) -> EngineLoops {
        let best = kernels(.matrixVector, threads: threads)
        let own = kernels(.engineGeneration, threads: threads)
        guard own.isEmpty else {
            return EngineLoops(
                kernels: own.merging(best) { own, _ in own }, prompts: prompts(threads: threads),
                vectorExperts: engine.map { Self.vectorExperts($0.name, Set($0.features)) } ?? [], shapes: shapes,
                source: .measured)
        }
        let products = products(threads: threads)
        guard let standIn else { return shares(of: best, products) }
        return standIns(best, products, standIn)
    }

    // MARK: Measured

    private func prompts(threads: Int) -> [TensorType: RateCurve] {
        let own = filter { $0.operation == .enginePrompt }
        return Dictionary(grouping: own, by: \.format).reduce(into: [:]) { prompts, format in
            guard let type = TensorType.allCases.first(where: { $0.name == format.key }) else { return }
            prompts[type] = curve(format.value, threads: threads)
        }
    }

    private var shapes: [TensorType: LoopShapes] {
        TensorType.allCases.reduce(into: [:]) { shapes, type in
            let own = filter { $0.format == type.name }
            let generation = own.first { $0.operation == .engineGeneration }?.loopShape
            let prompt = own.first { $0.operation == .enginePrompt }?.loopShape
            if generation != nil || prompt != nil {
                shapes[type] = LoopShapes(generation: generation, prompt: prompt ?? generation)
            }
        }
    }

    private static func vectorExperts(_ name: String, _ features: Set<String>) -> Set<TensorType> {
        guard let engine = try? Engine.builtIn().first(where: { $0.name == name }) else { return [] }
        return Set(
            TensorType.allCases.filter { type in
                engine.path(type.name, .experts, features: features).map { !["tiled", "blas"].contains($0.path) }
                    ?? false
            })
    }

    // MARK: Stand-ins

    /// What is known of the instruction set that most of the best loops are written in.
    private var standIn: LoopStandIn? {
        let sets = filter { $0.operation == .matrixVector }.map(\.instructionSet)
        let counts = Dictionary(grouping: sets) { $0 }.mapValues(\.count)
        let most = counts.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key
        return (try? LoopStandIn.builtIn())?.first { $0.set == most }
    }

    /// Where nothing is known: engines do about 0.7 of the best loops in generation and 0.3 in prompts, give or take
    /// 40 %.
    private func shares(of best: [TensorType: KernelRates], _ products: [ProductType: RateCurve]) -> EngineLoops {
        let (vectors, prompts, doubt) = (0.7, 0.3, 0.4)
        let kernels = best.mapValues { rates in
            KernelRates(
                cache: rates.cache.scaled(vectors, doubt: doubt),
                memory: rates.memory.map { $0.scaled(vectors, doubt: doubt) })
        }
        let curves = best.keys.compactMap { type in
            (products[type.productType] ?? products[.fp32])?.scaled(prompts, doubt: doubt).map { (type, $0) }
        }
        return EngineLoops(
            kernels: kernels, prompts: Dictionary(uniqueKeysWithValues: curves), vectorExperts: [], shapes: [:],
            source: .standIns)
    }

    private func standIns(
        _ best: [TensorType: KernelRates], _ products: [ProductType: RateCurve], _ standIn: LoopStandIn
    ) -> EngineLoops {
        let engine = try? Engine.builtIn().first
        let features = Set(standIn.features)
        let shape = { (type: TensorType, operation: Engine.Operation) in
            engine?.path(type.name, operation, features: features).flatMap { path -> LoopShape? in
                guard let step = path.step, let width = path.width else { return nil }
                return LoopShape(path: path.path, step: step, width: width)
            }
        }
        var kernels: [TensorType: KernelRates] = [:]
        var prompts: [TensorType: RateCurve] = [:]
        var shapes: [TensorType: LoopShapes] = [:]
        for (type, rates) in best {
            guard let cache = standIn.cache[type.name] else {
                kernels[type] = rates
                continue
            }
            kernels[type] = KernelRates(
                cache: rates.cache.scaled(cache, doubt: standIn.spread),
                memory: rates.memory.map { $0.scaled(standIn.memory[type.name] ?? 1, doubt: standIn.spread) })
            let product = products[type.productType] ?? products[.fp32]
            if let ratio = standIn.prompt[type.name], let product {
                prompts[type] = product.scaled(ratio, doubt: standIn.spread)
            }
            let generation = shape(type, .generation)
            shapes[type] = LoopShapes(generation: generation, prompt: shape(type, .prompt) ?? generation)
        }
        return EngineLoops(
            kernels: kernels, prompts: prompts,
            vectorExperts: Self.vectorExperts(engine?.name ?? "", features), shapes: shapes, source: .standIns)
    }
}

extension InferenceCell {
    /// Of an engine's loops.
    fileprivate var loopShape: LoopShape? {
        let labels = bandwidth.labels
        guard let path = labels["path"], let step = labels["step"], let width = labels["width"].flatMap({ Int($0) })
        else { return nil }
        return LoopShape(path: path, step: step, width: width)
    }
}

extension Estimate<Double> {
    /// Times a factor that is known as a logarithm's standard deviation tells.
    fileprivate func scaled(_ factor: Double, doubt: Double) -> Estimate {
        let wider = exp(1.96 * doubt)
        return Estimate(median: median * factor, low: low * factor / wider, high: high * factor * wider)
    }
}

extension RateCurve {
    fileprivate func scaled(_ factor: Double, doubt: Double) -> RateCurve? {
        RateCurve(points.map { Point(size: $0.size, rate: $0.rate.scaled(factor, doubt: doubt)) })
    }
}
