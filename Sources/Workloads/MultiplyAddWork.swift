import Kernels

/// Multiply-adds in registers.
final class MultiplyAddWork: ThreadWork {
    private let state: PeakState
    /// Some hundreds of microseconds at most.
    private static let turns = 1000
    let amount: Double

    init(_ kernel: PeakKernel, seed: UInt64) {
        state = PeakState(kernel, seed: seed)
        amount = Double(kernel.operations) * Double(Self.turns)
    }

    let isDivided = false
    func prepare() {}
    func advance() {}
    func run(repetitions: Int) { state.run(turns: Self.turns * repetitions) }
    var error: String? { state.isRight ? nil : "an accumulator differs from the scalar oracle" }
}
