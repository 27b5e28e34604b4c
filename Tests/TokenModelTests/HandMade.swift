import Catalog
import Quantities
import Statistics
import Testing
import TokenModel

/// A machine and an engine of round figures, of which results can be computed by hand.
enum HandMade {
    /// An engine that does exactly what the machine's own loops do, and loses no time.
    static let profile: EngineProfile = {
        let times: [EngineProfile.Parameter] = [.layer, .token, .promptElement, .barriers]
        return EngineProfile(
            name: "exact", source: "by hand", parameters: times.map(\.name),
            belief: Belief(mean: times.map { _ in -200 }, covariance: times.map { _ in times.map { _ in 0 } }), noise: 0
        )
    }()

    /// Reads 10 GB/s, and multiplies matrices at 100 Gop/s.
    /// - Parameter vectors: bytes per second of dot products, behind which reading hides; as fast as weights come where
    ///   none is given.
    static func rates(memory: ByteCount? = nil, vectors: Double = 1e18) throws -> PlacementRates {
        let kernel = KernelRates(cache: Estimate(exactly: vectors), memory: Estimate(exactly: 10e9))
        let reads = try #require(RateCurve(constant: Estimate(exactly: 10e9)))
        let products = try #require(RateCurve(constant: Estimate(exactly: 100e9)))
        return PlacementRates(
            placement: .whole, threads: 2, reads: reads, kernels: [.q8_0: kernel],
            products: [.int8: products], attention: nil, barrier: 0, memory: memory)
    }

    static func model(memory: ByteCount? = nil, vectors: Double = 1e18) throws -> FittedModel {
        FittedModel(rates: try rates(memory: memory, vectors: vectors), profile: profile)
    }

    /// 10 layers; 1 GB of weights, a fifth of it in the output matrix, to a millionth.
    static func demand(experts: Int = 0, active: Int = 0, hasCache: HasCache = .no) -> ModelDemand {
        // 34 bytes for 32 weights.
        let rows = 2_352_944
        let layers = (0..<10).map { layer in
            experts > 0
                ? ModelTensor("blk.\(layer).ffn_up_exps.weight", [32, rows / experts, experts])
                : ModelTensor("blk.\(layer).ffn_up.weight", [32, rows])
        }
        let tensors = (layers + [ModelTensor("output.weight", [32, 5_882_353])]).compactMap { StoredTensor($0, .q8_0) }
        return ModelDemand(
            shape(experts: experts, active: active, hasCache: hasCache), format: "Q8_0", tensors: tensors)
    }

    /// Whether a model keeps keys and values: 400 bytes for each token and layer.
    enum HasCache {
        case yes
        case no
    }

    private static func shape(experts: Int, active: Int, hasCache: HasCache) -> LanguageModel {
        LanguageModel(
            name: "round", architecture: "llama", layers: 10, embedding: 1000,
            heads: hasCache == .yes ? 10 : nil, kvHeads: hasCache == .yes ? 1 : nil,
            headDimension: hasCache == .yes ? 100 : nil, feedForward: nil, vocabulary: 1000, experts: experts,
            activeExperts: active, tiedEmbeddings: false, parameters: 1_000_000_000, activeParameters: 1_000_000_000,
            source: "by hand")
    }
}
