import Catalog
import Glibc
import Quantities
import Statistics
import TokenModel

extension PlacementRates {
    /// Two threads with one kernel, of Q8_0; an invented machine.
    static func example(
        read: Double, cache: Double, products: Bool = true, memory: ByteCount? = nil
    ) -> PlacementRates {
        let curve = { (rate: Double) in RateCurve(constant: Estimate(exactly: rate)) }
        guard let reads = curve(read), let product = curve(1e12) else { preconditionFailure() }
        return PlacementRates(
            placement: .whole, threads: 2, reads: reads,
            kernels: [.q8_0: KernelRates(cache: Estimate(exactly: cache), memory: nil)],
            products: products ? [.int8: product, .fp32: product] : [:], attention: nil, barrier: 0, memory: memory)
    }
}

extension EngineProfile {
    /// An engine that does what the probe does, but for some factors, and has no overhead.
    static func plain(_ factors: [String: Double], deviation: Double = 0) -> EngineProfile {
        let all = Parameter.all
        let overheads: [Parameter] = [.layer, .token, .promptElement, .barriers]
        let mean = all.map { overheads.contains($0) ? -50 : log(factors[$0.name] ?? 1) }
        let covariance = all.indices.map { row in
            all.indices.map { $0 == row && !overheads.contains(all[row]) ? deviation * deviation : 0 }
        }
        return EngineProfile(
            name: "example", source: "a test", parameters: all.map(\.name),
            belief: Belief(mean: mean, covariance: covariance), noise: 0)
    }
}

extension ModelDemand {
    /// Llama 3.1 8B's shape with other bytes.
    static func example(gigabytes: Double, type: TensorType = .q8_0) -> ModelDemand {
        let model = (try? Catalog.builtIn())?.models(matching: "Llama 3.1 8B").first
        guard let model else { preconditionFailure() }
        let size = ByteCount(gigabytes: gigabytes)
        return ModelDemand(model, format: type.name, fileSize: size, activeBytes: size, type: type)
    }
}
