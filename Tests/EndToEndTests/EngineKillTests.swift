import Records
import SystemPackage
import Testing
import TestSupport

/// However a run ends, nothing of the engine goes on, and no file remains.
@Suite struct EngineKillTests {
    private let engine: EngineCommand

    init() throws { engine = try EngineCommand() }

    private static let programs = Repository.programs.string

    /// Runs a script in the folder, where $1 is a number of seconds.
    private func bash(_ script: String, mode: String, _ seconds: Double) async throws -> Finished {
        let measure = "--time-budget 20s --array-size 4MiB --directory models --result none"
        let prologue = "measure='\(measure)'; programs='\(Self.programs)'\n"
        return try await Command.run(
            "bash", ["-c", prologue + script, "-", "\(seconds)"], environment: engine.environment(mode),
            folder: engine.folder.path)
    }

    /// Moments between the start and the first hang.
    private static let moments = (0..<12).map { _ in Double.random(in: 0.02...2) }

    @Test(arguments: moments)
    func aKilledProgramTakesTheEngineWithIt(moment: Double) async throws {
        let script = "$programs/probe-engine $measure > /dev/null 2>&1 & sleep $1; kill -KILL $!; wait $!; exit 0"
        _ = try await bash(script, mode: "late hang", moment)
        #expect(try await engine.remains() == [], "after \(moment) s")
    }

    /// The whole process group at once, as a terminal or a batch system does.
    @Test(arguments: [0.3, 1.2, 2])
    func aKilledGroupTakesTheEngineWithIt(moment: Double) async throws {
        let script = """
            set -m; $programs/probe-engine $measure > /dev/null 2>&1 & sleep $1; kill -KILL -- -$!; wait $!; exit 0
            """
        _ = try await bash(script, mode: "hang", moment)
        #expect(try await engine.remains() == [], "after \(moment) s")
    }

    /// Everything that has the program's name, as pkill does.
    @Test(arguments: [0.8, 2])
    func aNameThatIsKilledTakesTheEngineWithIt(moment: Double) async throws {
        let script = """
            $programs/probe-engine $measure > /dev/null 2>&1 & sleep $1
            for process in /proc/[0-9]*; do
                grep -qz "STANDIN_TAG=$PWD" $process/environ && [ "$(cat $process/comm)" = probe-engine ] \
                && kill -KILL ${process#/proc/}
            done 2> /dev/null
            wait $!; exit 0
            """
        _ = try await bash(script, mode: "hang", moment)
        #expect(try await engine.remains() == [], "after \(moment) s")
    }

    @Test(arguments: [0.5, 1.5, 2.5, 3.5])
    func aKilledDriverTakesTheEngineWithIt(moment: Double) async throws {
        let skipped = "bandwidth,latency,flops,smt,scaling,inference,storage"
        let script = """
            export LLAMA_CACHE=$PWD/models
            $programs/probe all --skip \(skipped) --output out > /dev/null 2>&1 &
            sleep $1; kill -KILL $!; wait $!; exit 0
            """
        _ = try await bash(script, mode: "late hang", moment)
        #expect(try await engine.remains() == [], "after \(moment) s")
    }

    /// As the kernel does where memory is short.
    @Test(arguments: [0.2, 0.5, 0.8, 1.1])
    func aKilledEngineIsTold(moment: Double) async throws {
        let script = """
            cp '\(EngineCommand.standIn)' .; export LLAMA_BENCH=$PWD/llama-bench
            $programs/probe-engine $measure --format json > record.json 2> told & probe=$!
            for i in $(seq 600); do pgrep -f "^/usr/bin/python3 -SE $PWD/llama-bench -m" && break; sleep 0.05; done
            sleep $1; kill -KILL $(pgrep -f "^/usr/bin/python3 -SE $PWD/llama-bench -m"); wait $probe
            """
        let run = try await bash(script, mode: "hang", moment)
        #expect(run.code == 69, "\(run.code)")
        let told = try TextFile.read(engine.folder.path.appending("told"))
        #expect(told.contains("signal 9 (killed)"), "\(told)")
        #expect(try await engine.remains() == [])
    }

    @Test(arguments: [("INT", Int32(130)), ("TERM", 143), ("HUP", 129)])
    func aSignalEndsItSoonWithItsCode(signal: String, code: Int32) async throws {
        for mode in ["hang", "late hang"] {
            let script = """
                cp -f '\(EngineCommand.standIn)' .; export LLAMA_BENCH=$PWD/llama-bench
                $programs/probe-engine $measure --format json > record.json & probe=$!
                for i in $(seq 600); do pgrep -f "^/usr/bin/python3 -SE $PWD/llama-bench" && break; sleep 0.05; done
                sleep $1; kill -\(signal) $probe; SECONDS=0; wait $probe; code=$?
                [ $SECONDS -lt 20 ] || exit 99; exit $code
                """
            for moment in [0.1, 1, 2] {
                let run = try await bash(script, mode: mode, moment)
                #expect(run.code == code, "\(mode), after \(moment) s: \(run.errors)")
                #expect(!run.errors.contains("Fatal"), "\(run.errors)")
                #expect(try await engine.remains() == [])
            }
        }
    }
}
