import Kernels
import Records

/// Matrix × vector: each thread goes through rows of its own.
package struct VectorLoop: InferenceLoop {
    private let kernel: DotKernel
    /// Weights that each thread keeps in its own cache; nil where all come from memory.
    private let cacheBytes: Int?

    package init(_ kernel: DotKernel, cacheBytes: Int? = nil) {
        self.kernel = kernel
        self.cacheBytes = cacheBytes
    }

    package var operation: InferenceOperation { .matrixVector }
    package var format: String { kernel.format }
    package var source: InferenceCell.Source { cacheBytes == nil ? .memory : .cache }
    package var isa: String { kernel.instructionSet.rawValue }
    package var name: String { "\(kernel)" }
    package var shape: String { "rows of \(DotWork.rowWeights) weights" }
    package var unitBytes: Int { DotWork.unitBytes(kernel) }
    package var bytesPerElement: Double { Double(kernel.blockBytes) / Double(kernel.blockElements) }
    package var operationsPerByte: Double { Double(kernel.operations) / bytesPerElement }
    package var content: String { "rows of \(kernel.format)" }

    package func verify(seed: UInt64) throws { try kernel.verify(seed: seed) }

    package func fill(_ share: MemoryShare, seed: UInt64) { DotWork.fill(share, kernel, seed: seed) }

    package func works(_ shares: [MemoryShare], seed: UInt64) -> [any ThreadWork] {
        shares.map { share in
            DotWork(kernel, cacheBytes.map { share.prefix(max(1, $0 / unitBytes)) } ?? share, seed: seed)
        }
    }
}

extension VectorLoop {
    /// GGUF's formats that this program knows of, those that most models' weights are in first.
    package static let formats = [
        "Q4_K", "Q8_0", "Q6_K", "F16", "Q4_0", "Q5_K", "BF16", "Q3_K", "Q2_K", "IQ4_XS", "IQ4_NL", "Q5_0", "Q4_1",
        "Q5_1", "MXFP4", "F32",
    ]
}
