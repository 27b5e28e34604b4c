import Kernels
import Machine
import Testing

/// The peak kernels that this CPU can run.
private let supported = PeakKernel.all.filter { kernel in
    kernel.instructionSet.isSupported && kernel.instructionSet != .amx
}

@Suite("Peak kernels")
struct PeakKernelTests {
    @Test("The scalar oracle agrees bit for bit", arguments: supported)
    func oracleAgrees(kernel: PeakKernel) throws {
        for seed in 1...20 { try kernel.verify(seed: UInt64(seed)) }
    }

    @Test("A wrong bit is noticed", arguments: supported, [PeakState.Purpose.checking, .timing])
    func wrongBitIsNoticed(kernel: PeakKernel, purpose: PeakState.Purpose) {
        let state = PeakState(kernel, purpose: purpose, seed: 7)
        state.run(turns: 2)
        state.spoil()
        #expect(!state.isRight)
    }

    @Test("Every turn is counted: one more or one less is noticed", arguments: supported)
    func turnsCount(kernel: PeakKernel) {
        for turns in [1, 3] {
            let state = PeakState(kernel, purpose: .checking, seed: 3)
            state.run(turns: 2)
            let other = PeakState(kernel, purpose: .checking, seed: 3)
            other.run(turns: turns)
            #expect(!state.hasSameResult(as: other))
        }
    }

    @Test("Millions of turns leave normal numbers that the oracle knows", arguments: supported)
    func longRunsStayBounded(kernel: PeakKernel) {
        let state = PeakState(kernel, seed: 5)
        state.run(turns: 1_000_000)
        #expect(state.isRight)
    }

    @Test("A number of each type is multiplied in every set that this CPU has")
    func everySetHasItsTypes() {
        let pairs = Set(PeakKernel.all.map { "\($0.number) \($0.instructionSet.rawValue) \($0.mix.rawValue)" })
        #expect(pairs.count == PeakKernel.all.count, "two kernels share a name")
        #if arch(x86_64)
            for set in ["scalar", "sse2", "avx2", "avx512"] {
                #expect(pairs.isSuperset(of: ["fp64 \(set) fma", "fp32 \(set) fma"]))
            }
            #expect(pairs.isSuperset(of: ["fp16 avx512_fp16 fma", "bf16 avx512_bf16 fma", "int8 avx_vnni fma"]))
            #expect(pairs.isSuperset(of: ["int8 avx512_vnni fma", "bf16 amx fma", "int8 amx fma", "int8 avx2 fma"]))
        #endif
    }

    @Test("A turn's operations follow from its instructions")
    func operations() throws {
        func operations(_ number: NumberType, _ set: InstructionSet, _ mix: PeakKernel.Mix = .fma) -> Int? {
            PeakKernel.all.first { $0.number == number && $0.instructionSet == set && $0.mix == mix }?.operations
        }
        #if arch(x86_64)
            #expect(operations(.fp32, .avx512) == 48 * 16 * 2)
            #expect(operations(.fp64, .avx2) == 24 * 4 * 2)
            #expect(operations(.fp32, .avx2, .fmaAdd) == 40 * 8 * 2 + 40 * 8)
            #expect(operations(.fp64, .scalar) == 16 + 16)
            #expect(operations(.int8, .avx512VNNI) == 48 * 64 * 2)
            #expect(operations(.bf16, .avx512BF16) == 48 * 32 * 2)
            #expect(operations(.int8, .amx) == 10 * 16 * 16 * 64 * 2)
            #expect(operations(.bf16, .amx) == 10 * 16 * 16 * 32 * 2)
        #endif
    }

    @Test("The widest multiply-add within some sets")
    func widest() {
        #if arch(x86_64)
            #expect(PeakKernel.widest(.fp32, in: [.scalar, .avx2, .avxVNNI])?.instructionSet == .avx2)
            #expect(PeakKernel.widest(.int8, in: [.avx2, .avxVNNI])?.instructionSet == .avxVNNI)
            #expect(PeakKernel.widest(.fp16, in: [.scalar, .avx2]) == nil)
        #endif
    }

    @Test("The clock chain adds as often as it says")
    func clockChain() {
        #expect(ClockChain(cycles: 1000).run())
        #expect(ClockChain(cycles: 1).cycles == 64)
        #expect(ClockChain(cycles: 640).cycles == 640)
    }
}
