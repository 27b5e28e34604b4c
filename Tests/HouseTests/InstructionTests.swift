import SystemPackage
import Testing
import TestSupport

#if canImport(Glibc)
    import Glibc
#endif

/// The instructions that the compiled loops have, as `make asm` shows them.
@Suite struct InstructionTests {
    private static func show(_ folder: FilePath) async throws -> Finished {
        try await Command.run(Repository.root.appending("scripts/show-instructions").string, [folder.string])
    }

    @Test func everyLoopHasTheInstructionsThatItsNamePromises() async throws {
        let shown = try await Self.show(Repository.programs.appending("CKernels.build"))
        #expect(shown.code == 0, "\(shown.errors)")
        #if arch(x86_64)
            let loops = Set(shown.output.split(separator: "\n").compactMap { $0.split(separator: " ").first })
            #expect(loops.count { $0.hasPrefix("peak_") } == 19)
            #expect(loops.contains("ck_clock_chain") && loops.count { $0.hasPrefix("stream_") } >= 32)
        #endif
    }

    #if arch(x86_64)
        /// What a loop looks like that the compiler did badly: a template's instruction changed, or registers spilled.
        @Test(
            .enabled(if: access("/usr/bin/gcc", X_OK) == 0, "not installed: gcc; `make test-deps` installs it"),
            arguments: [
                (["-O2"], "no compiled loop"), (["-O0"], "uses memory in its loop"),
                (["-O2", "-Dpeak_fp32_avx2=peak_fp32_avx512"], "0 × vfmadd213ps zmm in a turn, not 48"),
                (["-O2", "-Dpeak_fp32_avx2=peak_fp32_new"], "promises nothing that this script knows"),
            ])
        func anotherLoopIsNoticed(options: [String], complaint: String) async throws {
            let folder = try TemporaryFolder()
            let kernels = Repository.root.appending("Sources/CKernels")
            let file = complaint == "no compiled loop" ? "peak_table.c" : "peak_avx2.c"
            let compiled = try await Command.run(
                "gcc",
                options + [
                    "-std=gnu11", "-I\(kernels)/include", "-c", "\(kernels)/\(file)", "-o", "\(folder.path)/x.o",
                ])
            try #require(compiled.code == 0, "\(compiled.errors)")
            let shown = try await Self.show(folder.path)
            #expect(shown.code == 1 && shown.errors.contains(complaint), "\(shown.errors)")
        }
    #endif
}
