import SystemPackage
import Testing
import TestSupport

private let gcc = CheckProgram.Compiler(name: "aarch64-linux-gnu-gcc")
// The compiler that builds the programs, with the other's libraries.
private let clang = CheckProgram.Compiler(
    name: "clang", place: .toolchain, arguments: ["--target=aarch64-linux-gnu", "-fuse-ld=lld"],
    helpers: ["aarch64-linux-gnu-gcc"])
private let emulator = "qemu-aarch64-static"
private let gccObstacle = CheckProgram.obstacle(gcc, emulator: emulator)
private let clangObstacle = CheckProgram.obstacle(clang, emulator: emulator)

extension Emulations {
    @Suite("The C kernels on emulated Arm CPUs", .enabled(if: gccObstacle == nil, "\(gccObstacle ?? "")"))
    struct ArmTests {
        private static let gccProgram = CheckProgram(gcc)

        /// A CPU and what its vectors are: the sets beyond NEON, and the bytes of an SVE vector.
        struct CPU: Sendable, CustomTestStringConvertible {
            let name: String
            var sets: Set<String> = []
            var scalableBytes: Int?
            var testDescription: String { name }

            static let all =
                [
                    CPU(name: "cortex-a53"),
                    CPU(name: "cortex-a76", sets: ["neon_fp16", "dotprod"]),
                    CPU(name: "max,sve=off", sets: ["neon_fp16", "dotprod", "neon_bf16", "i8mm"]),
                ] + [16, 32, 48, 64, 256].map(scalable)

            static func scalable(bytes: Int) -> CPU {
                CPU(
                    name: "max,sve-default-vector-length=\(bytes)",
                    sets: ["neon_fp16", "dotprod", "neon_bf16", "i8mm", "sve"], scalableBytes: bytes)
            }
        }

        @Test("Every loop that the CPU can run is right, and no other runs", arguments: CPU.all)
        func oraclesAgree(cpu: CPU) async throws { try await check(Self.gccProgram, on: cpu) }

        @Test(
            "So it is as the programs' own compiler translates it",
            .enabled(if: clangObstacle == nil, "\(clangObstacle ?? "")"))
        func oraclesAgreeWithClang() async throws {
            let program = CheckProgram(clang)
            for cpu in CPU.all { try await check(program, on: cpu) }
            try await checkInstructions(program)
        }

        @Test("Every loop has the instructions that its name promises")
        func instructionsAreThere() async throws { try await checkInstructions(Self.gccProgram) }

        @Test("A wrong result is noticed in every loop")
        func wrongResultIsNoticed() async throws {
            let run = try await Self.gccProgram.run(under: [emulator, "-cpu", "max"], ["spoil"])
            #expect(run.code == 1 && !run.lines("wrong").isEmpty && run.lines("right").isEmpty, "\(run.output)")
        }

        @Test("A CPU that lacks an instruction stops at it, so that what it ran it has", arguments: CPU.all.prefix(3))
        func lackingInstructionStops(cpu: CPU) async throws {
            let run = try await Self.gccProgram.run(under: [emulator, "-cpu", cpu.name], ["force"])
            #expect(run.code == 128 + 4, "the signal of an illegal instruction: \(run.output)")
        }

        private func checkInstructions(_ program: CheckProgram) async throws {
            let shown = try await program.showInstructions(disassembler: "aarch64-linux-gnu-objdump")
            #expect(shown.code == 0, "\(shown.errors)")
            #expect(shown.output.contains("48 × smmla") && shown.output.contains("48 × fmla z"), "\(shown.output)")
        }

        private func check(_ program: CheckProgram, on cpu: CPU) async throws {
            let run = try await program.run(under: [emulator, "-cpu", cpu.name])
            #expect(run.code == 0, "\(cpu.name): \(run.output) \(run.errors)")
            #expect(run.rightPeaks == cpu.sets.union(["scalar", "neon"]), "\(cpu.name)")
            #expect(run.rightStreams == ["scalar", "neon"])
            #expect(run.rightDots == cpu.sets.intersection(["dotprod"]).union(["scalar", "neon"]), "\(cpu.name)")
            let matrices = cpu.sets.intersection(["dotprod", "neon_bf16", "i8mm"])
            #expect(run.rightMatrices == matrices.union(["scalar", "neon"]), "\(cpu.name)")
            #expect(run.rightAttention == ["scalar", "neon"])
            #expect(run.lines("right spin").count == 1 && run.lines("right cycle").count == 1)
            let scalable = run.lines("right peak sve")
            #expect(scalable.allSatisfy { $0.hasSuffix(" \(cpu.scalableBytes ?? 0) bytes") }, "\(scalable)")
        }
    }
}
