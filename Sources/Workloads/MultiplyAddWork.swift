import Kernels

/// Multiply-adds in registers; a unit is a turn of the loop.
final class MultiplyAddWork: ThreadWork {
    private let state: PeakState
    let amountOfUnit: Double

    init(_ kernel: PeakKernel, seed: UInt64) {
        state = PeakState(kernel, seed: seed)
        amountOfUnit = Double(kernel.operations)
    }

    func prepare() {}
    func begin() {}
    func run(units: Int) { state.run(turns: units) }
    var error: String? { state.isRight ? nil : "an accumulator differs from the scalar oracle" }
}
