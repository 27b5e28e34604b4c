import Catalog
import Records
import Statistics
import TokenModel

extension [InferenceCell] {
    /// Matrix × vector by format at a number of threads, between those that were measured.
    func kernels(_ operation: InferenceOperation, threads: Int) -> [TensorType: KernelRates] {
        let own = filter { $0.operation == operation }
        return Dictionary(grouping: own, by: \.format).reduce(into: [:]) { kernels, format in
            guard let type = TensorType.allCases.first(where: { $0.name == format.key }),
                let cache = format.value.filter({ $0.source == .cache }).rate(threads: threads)
            else { return }
            let memory = format.value.filter { $0.source == .memory }.rate(threads: threads)
            kernels[type] = KernelRates(cache: cache, memory: memory)
        }
    }

    /// Matrix × matrix by number type, against the batch, in operations per second.
    func products(threads: Int) -> [ProductType: RateCurve] {
        ProductType.allCases.reduce(into: [:]) { products, type in
            let all = filter { $0.operation == .matrixMatrix && $0.format.uppercased() == type.rawValue }
            // Profiles are of engines without matrix units: what those add differs from build to build.
            let vectors = all.filter { !$0.instructionSet.hasPrefix("amx") }
            products[type] = curve(vectors.isEmpty ? all : vectors, threads: threads)
        }
    }

    /// By the tokens together, in operations per second.
    func curve(_ cells: [InferenceCell], threads: Int) -> RateCurve? {
        RateCurve(
            Dictionary(grouping: cells, by: \.batch).compactMap { batch, cells in
                cells.rate(threads: threads, of: \.operationsPerSecond).map { rate in
                    RateCurve.Point(size: Double(batch), rate: rate)
                }
            })
    }

    /// Attention over keys and values in F16, against the context, in bytes per second.
    func attention(threads: Int) -> RateCurve? {
        let own = filter { $0.operation == .attention && $0.format.uppercased() == "F16" && $0.context != nil }
        return RateCurve(
            Dictionary(grouping: own) { $0.context ?? 1 }.compactMap { context, cells in
                cells.rate(threads: threads).map { RateCurve.Point(size: Double(context), rate: $0) }
            })
    }

    /// The rate at a number of threads, by those that were measured; bytes per second.
    private func rate(
        threads: Int, of unit: (InferenceCell) -> Double = { _ in 1e9 }
    ) -> Estimate<Double>? {
        RateCurve(
            compactMap { cell in
                cell.summary.map { summary in
                    RateCurve.Point(size: Double(cell.threads), rate: summary.estimate(scale: unit(cell)))
                }
            })?.at(Double(threads))
    }
}

extension InferenceCell {
    /// Operations per second of each GB/s.
    fileprivate var operationsPerSecond: Double { operationsPerByte * 1e9 }
}

extension Summary {
    /// The median and its interval; one sample has none, and counts for what it is.
    func estimate(scale: Double) -> Estimate<Double> {
        Estimate(median: median * scale, low: low * scale, high: high * scale)
    }
}
