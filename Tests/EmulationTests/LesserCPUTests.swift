import Testing
import TestSupport

private let gcc = CheckProgram.Compiler(name: "gcc")
private let emulator = "qemu-x86_64-static"
private let obstacle: String? = {
    #if arch(x86_64)
        CheckProgram.obstacle(gcc, emulator: emulator)
    #else
        "the loops of x86-64 are compiled on x86-64 only"
    #endif
}()

extension Emulations {
    @Suite("The C kernels on emulated x86-64 CPUs that have less", .enabled(if: obstacle == nil, "\(obstacle ?? "")"))
    struct LesserCPUTests {
        private static let program = CheckProgram(gcc)

        @Test(
            "Every loop that the CPU can run is right, and no other runs",
            arguments: [("Nehalem", ["scalar", "sse2"]), ("Haswell", ["scalar", "sse2", "avx2"])])
        func oraclesAgree(cpu: String, sets: [String]) async throws {
            let run = try await Self.program.run(under: [emulator, "-cpu", cpu])
            #expect(run.code == 0, "\(run.output) \(run.errors)")
            #expect(run.rightPeaks == Set(sets))
            #expect(run.rightStreams == Set(sets).subtracting(["sse2"]))
            #expect(run.rightDots == run.rightStreams)
            let paths = cpu == "Haswell" ? ["sse42", "avx", "avx2"] : ["sse42"]
            #expect(run.rightPaths == Set(paths))
            #expect(run.rightMatrices == run.rightStreams && run.rightAttention == run.rightStreams)
        }

        @Test(
            "A CPU that lacks an instruction stops at it, so that what it ran it has",
            arguments: ["Nehalem", "Haswell"])
        func lackingInstructionStops(cpu: String) async throws {
            let run = try await Self.program.run(under: [emulator, "-cpu", cpu], ["force"])
            #expect(run.code == 128 + 4, "the signal of an illegal instruction: \(run.output)")
        }
    }
}
