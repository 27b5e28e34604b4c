import Engines
import Records
import SystemPackage
import Testing
import TestSupport

/// What a build says of itself, and what is taken from that.
@Suite struct EngineBuildTests {
    private static let help = "options:\n  -p, --n-prompt <n>\n  -n, --n-gen <n>\n  --list-devices\n  --version\n"

    @Test func optionsAndCompilerAreRead() throws {
        let build = try EngineBuild(StandIn.program)
        for option in ["--load-mode", "-lm", "--no-warmup", "-ub", "--ubatch-size", "--numa"] {
            #expect(build.knows(option), "\(option)")
        }
        #expect(!build.knows("--mmap") && !build.knows("default:"))
        #expect(build.compiler == "GNU 13.2.0" && build.library == nil && build.features == nil)
    }

    @Test func theLibraryIsWhatTheProgramSaysThatItLoaded() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            """
            #!/bin/sh
            echo 'load_backend: loaded CPU backend from /nowhere/libggml-cpu-haswell.so' >&2
            echo ' -p, --n-prompt  -n, --n-gen'
            """, to: "llama-bench")
        let build = try EngineBuild(EngineProgram(path: folder.path.appending("llama-bench"), foundBy: "a test"))
        #expect(build.library == "libggml-cpu-haswell.so")
        #expect(build.features == nil, "a library that is not there tells nothing")
    }

    /// Libraries that a name alone does not find.
    @Test func aLibraryThatIsNoneOrHangsTellsNothing() throws {
        let folder = try TemporaryFolder()
        try folder.write("no library", to: "libggml-cpu-odd.so")
        let says = "load_backend: loaded CPU backend from \(folder.path)/libggml-cpu-odd.so"
        try folder.write(
            "#!/bin/sh\necho '\(says)' >&2\necho ' -p, --n-prompt  -n, --n-gen'\n", to: "llama-bench")
        let build = try EngineBuild(EngineProgram(path: folder.path.appending("llama-bench"), foundBy: "a test"))
        #expect(build.library == "libggml-cpu-odd.so" && build.features == nil)
    }

    @Test(arguments: [
        ("  Vulkan0: Example (1 MiB, 1 MiB free)", "GGML_VK_VISIBLE_DEVICES=-1"),
        ("  CUDA0: Example (1 MiB, 1 MiB free)", "CUDA_VISIBLE_DEVICES"), ("  ROCm0: Example", "HIP_VISIBLE_DEVICES"),
        ("  RPC0: 192.0.2.1:50052", "leave the servers out"), ("  BLAS: OpenBLAS", "libggml-blas.so"),
        ("  New0: a kind that nobody knows", "libggml-*.so"),
    ])
    func aCardIsRefusedWithTheWayToSwitchItOff(device: String, way: String) throws {
        let folder = try TemporaryFolder()
        let program = try StandIn.script(
            [("--help", Self.help), ("--list-devices", "Available devices:\n\(device)")], in: folder)
        let failure = try #require(throws: Failure.self) { try EngineBuild(program) }
        #expect(failure.status == .unavailable && failure.remedy.contains(way), "\(failure)")
        #expect(failure.cause.contains(device.split(separator: ":")[0].split(separator: " ")[0]))
    }

    @Test(arguments: ["(none)", "", "CPU: Example CPU (1 MiB, 1 MiB free)"])
    func noDeviceIsNoObstacle(device: String) throws {
        let folder = try TemporaryFolder()
        let program = try StandIn.script(
            [("--help", Self.help), ("--list-devices", "Available devices:\n  \(device)")], in: folder)
        #expect(try EngineBuild(program).knows("--list-devices"))
    }

    @Test(arguments: ["/bin/true", "/bin/cat", "/bin/false"])
    func whatIsNoLlamaBenchIsNamed(path: String) throws {
        let failure = try #require(throws: Failure.self) {
            try EngineBuild(EngineProgram(path: FilePath(path), foundBy: "a test"))
        }
        #expect(failure.status == .unavailable && failure.operation.contains(path))
    }

    @Test func aCrashIsToldAsThat() throws {
        let folder = try TemporaryFolder()
        try folder.write("#!/bin/sh\nkill -ILL $$\n", to: "llama-bench")
        let failure = try #require(throws: Failure.self) {
            try EngineBuild(EngineProgram(path: folder.path.appending("llama-bench"), foundBy: "a test"))
        }
        #expect(failure.cause.contains("an instruction that this CPU does not have"), "\(failure)")
    }
}
