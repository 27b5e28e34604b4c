/// A piece of work that threads do side by side, to see what more of them are worth.
package enum Workload: String, CaseIterable, Codable, Sendable {
    /// FP32 multiply-adds in registers.
    case fma
    /// Sums an array that no cache holds.
    case read
    /// a = b + s·c over arrays that no cache holds.
    case triad
    /// Dependent loads from memory, a chain for each thread.
    case loads
    /// Quantized dot products with weights that no cache holds: what bounds token generation.
    case dot

    /// The unit of its rate.
    package var unit: String {
        switch self {
        case .fma: "GOP/s"
        case .read, .triad, .dot: "GB/s"
        case .loads: "Mload/s"
        }
    }

    /// For a sentence: "multiply-adds", "the quantized dot product".
    package var name: String {
        switch self {
        case .fma: "multiply-adds"
        case .read: "reading memory"
        case .triad: "triad"
        case .loads: "dependent loads"
        case .dot: "the quantized dot product"
        }
    }
}
