import Catalog
import Glibc
import Quantities

/// What a machine was measured to do where some threads work on some memory. Rates are in bytes or operations per
/// second; a multiply-add is two operations.
package struct PlacementRates: Hashable, Sendable {
    /// "all cores", "node 0".
    package let placement: Placement
    package let threads: Int
    /// Reading, by working set in bytes.
    package let reads: RateCurve
    /// Matrix × vector by format, weights in a core's cache and in memory, in the loop that an engine has for it;
    /// bytes of weights per second.
    package let kernels: [TensorType: KernelRates]
    /// Matrix × matrix by format, against the tokens, likewise; operations per second. Of a format that is not in it
    /// an engine multiplies token by token.
    package let prompts: [TensorType: RateCurve]
    /// Formats whose experts' tokens are multiplied one by one, though a prompt's are not.
    package let vectorExperts: Set<TensorType>
    /// The shapes of those loops; nil where they are not known.
    package let shapes: [TensorType: LoopShapes]
    /// How the engine's loops are known.
    package let loops: LoopSource
    /// Matrix × matrix by number type, against the batch, in the best loop that there is.
    package let products: [ProductType: RateCurve]
    /// Attention for one token over keys and values in F16, against the context; bytes of them per second. Nil where it
    /// was not measured: they are then taken to stream as memory does.
    package let attention: RateCurve?
    /// Seconds of one barrier of all threads.
    package let barrier: Double
    /// Memory that a model may take.
    package let memory: ByteCount?
    /// The kind of core: "AuthenticAMD 25/17"; nil where it is not told.
    package let core: String?

    package init(
        placement: Placement, threads: Int, reads: RateCurve, kernels: [TensorType: KernelRates],
        prompts: [TensorType: RateCurve] = [:], vectorExperts: Set<TensorType> = [],
        shapes: [TensorType: LoopShapes] = [:], loops: LoopSource = .standIns,
        products: [ProductType: RateCurve], attention: RateCurve?, barrier: Double, memory: ByteCount?,
        core: String? = nil
    ) {
        self.placement = placement
        self.threads = threads
        self.reads = reads
        self.kernels = kernels
        self.prompts = prompts
        self.vectorExperts = vectorExperts
        self.shapes = shapes
        self.loops = loops
        self.products = products
        self.attention = attention
        self.barrier = barrier
        self.memory = memory
        self.core = core
    }
}

extension PlacementRates {
    /// Whether anything is known of prompts: of formats that an engine multiplies token by token, generation's loop
    /// tells.
    package var hasPrompts: Bool { !prompts.isEmpty || !products.isEmpty || !shapes.isEmpty }
}

/// The loops that an engine takes with one format.
package struct LoopShapes: Hashable, Sendable {
    package let generation: LoopShape?
    package let prompt: LoopShape?

    package init(generation: LoopShape?, prompt: LoopShape?) {
        self.generation = generation
        self.prompt = prompt
    }
}

extension PlacementRates {
    /// How sure the engine's loops are where others stand in for them, as a standard deviation of logarithms that all
    /// have in common; 0 where they were measured.
    package var loopDoubt: Double {
        guard loops == .standIns else { return 0 }
        let widths = kernels.values.map { log($0.cache.high / $0.cache.low) / (2 * 1.96) }.sorted()
        return widths.isEmpty ? 0 : widths[widths.count / 2]
    }
}

/// How the rates of an engine's loops are known.
package enum LoopSource: String, Hashable, Sendable {
    /// The probe's own loops of the same shape were measured.
    case measured
    /// The best loops were, and those are taken to be as much faster as they are elsewhere: results before 0.8 have no
    /// others, and for some architectures none are written.
    case standIns
}

/// Where threads and memory are.
package enum Placement: Hashable, Sendable {
    /// A machine of one node.
    case whole
    /// Threads and memory of one node.
    case node(Int)
    /// Threads on all nodes, memory page by page on all.
    case interleaved
    /// Threads on all nodes, each with its weights in its own node's memory: no engine does so wholly.
    case split
}

/// Matrix × vector in one format.
package struct KernelRates: Hashable, Sendable {
    package let cache: Estimate<Double>
    /// Nil where only the cache was measured.
    package let memory: Estimate<Double>?

    package init(cache: Estimate<Double>, memory: Estimate<Double>?) {
        self.cache = cache
        self.memory = memory
    }
}

/// The number types of matrix × matrix.
package enum ProductType: String, CaseIterable, Hashable, Sendable {
    case fp32 = "FP32"
    case bf16 = "BF16"
    case int8 = "INT8"
}

extension TensorType {
    /// What engines multiply a prompt's matrices of this format in.
    package var productType: ProductType {
        switch self {
        case .bf16: .bf16
        case _ where isPlain: .fp32
        default: .int8
        }
    }
}
