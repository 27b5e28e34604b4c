import Kernels
import Records

/// An operation of a language model's inference in one format: how what it streams lies in memory, and what a thread
/// does with its share of it.
package protocol InferenceLoop: Sendable {
    var operation: InferenceOperation { get }
    /// "Q4_K"; of matrices that are multiplied by matrices the number type: "bf16".
    var format: String { get }
    var source: InferenceCell.Source { get }
    /// "avx512_vnni".
    var isa: String { get }
    /// The loop: "Q4_K dot (avx512_vnni)".
    var name: String { get }
    /// What is multiplied: "rows of 4096 weights".
    var shape: String { get }
    /// Vectors that each weight is multiplied by.
    var batch: Int { get }
    /// Tokens in the KV cache; nil where there is none.
    var context: Int? { get }
    /// Bytes of the parts of memory that are filled, and mostly worked on, by one thread.
    var unitBytes: Int { get }
    /// Streamed bytes of each element.
    var bytesPerElement: Double { get }
    /// Operations for each streamed byte: a multiply-add is two.
    var operationsPerByte: Double { get }
    /// What else tells it from others, for the record.
    var labels: [String: String] { get }
    /// What memory holds for it; loops with the same content share that.
    var content: String { get }

    /// Compares the loop with its scalar oracle.
    /// - Throws: `Failure` where it is wrong; it must not be timed then.
    func verify(seed: UInt64) throws
    /// Writes a share's values.
    func fill(_ share: MemoryShare, seed: UInt64)
    /// Whether a thread has any work on its share.
    func fits(_ share: MemoryShare) -> Bool
    /// Each thread's work on its share, which fits.
    func works(_ shares: [MemoryShare], seed: UInt64) -> [any ThreadWork]
}

extension InferenceLoop {
    package var batch: Int { 1 }
    package var labels: [String: String] { [:] }
    package var context: Int? { nil }
    package var source: InferenceCell.Source { .memory }
    package func fits(_ share: MemoryShare) -> Bool { !share.units.isEmpty }

    /// For a sentence: "Q4_K matrix × vector".
    package var title: String { "\(format) \(operation.name)" }
}
