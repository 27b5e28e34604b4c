import Glibc
import Testing
import TokenModel

@Suite struct OverlapTests {
    @Test func exponentsReachFromSumsToTheLonger() {
        #expect(abs(Overlap(exponent: 1).time(2, 3) - 5) < 1e-12)
        #expect(abs(Overlap(exponent: 16).time(2, 3) - 3) < 0.01)
        #expect(Overlap(exponent: 2).time(0, 0) == 0)
    }

    @Test(arguments: [1.0, 1.8, 4.0, 12.0])
    func theExponentOfMeasuredKernelsIsFound(exponent: Double) {
        let truth = Overlap(exponent: exponent)
        let kernels = [20e9, 40e9, 60e9, 90e9].map { cache in
            KernelRates(cache: Estimate(exactly: cache), memory: Estimate(exactly: 1 / truth.time(1 / cache, 1 / 50e9)))
        }
        let fitted = Overlap.fitted(kernels, read: 50e9)
        #expect(abs(fitted.exponent / exponent - 1) < 0.05)
    }

    @Test func withoutKernelsFromMemoryItIsInBetween() {
        let kernel = KernelRates(cache: Estimate(exactly: 1e9), memory: nil)
        #expect(Overlap.fitted([kernel], read: 1e9) == .unknown)
    }
}
