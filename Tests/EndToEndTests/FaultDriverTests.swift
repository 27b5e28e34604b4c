import Records
import SystemPackage
import Testing
import TestSupport

#if canImport(Glibc)
    import Glibc
#endif

/// What happens to `probe all` and its programs while they run.
@Suite(.serialized) struct FaultDriverTests {
    private static let short = "all --quick --time-budget 1s --array-size 4MiB"

    /// A folder with a copy of the driver, the topology's program and these scripts.
    private func suite(_ scripts: [String: String]) async throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let copied = try await Command.run(
            "cp", ["probe", "probe-topology"].map { Repository.programs.appending($0).string } + [folder.path.string])
        #expect(copied.code == 0)
        for (name, text) in scripts { try folder.write("#!/bin/bash\n\(text)\n", to: name) }
        return folder
    }

    private func run(_ script: String, in folder: TemporaryFolder) async throws -> Finished {
        try await Command.run("bash", ["-c", script], folder: folder.path)
    }

    private func result(_ file: FilePath) throws -> RunResult {
        try RecordCoding.result(from: try TextFile.bytes(file), source: file.string)
    }

    @Test func aKilledDriverHasLostNothingAndItsProgramsEnd() async throws {
        let folder = try TemporaryFolder()
        let programs = Repository.programs.string
        let script = """
            '\(programs)/probe' all --time-budget 400s --array-size 4MiB --output out 2> /dev/null & driver=$!
            for i in $(seq 1200); do
                child=$(pgrep -P $driver -f 'probe-bandwidth --format') && break; sleep 0.05
            done
            sleep 0.5; kill -KILL $driver; wait $driver
            for i in $(seq 200); do
                case "$(cut -d ' ' -f 3 /proc/$child/stat 2> /dev/null)" in Z|X|'') echo ended; break ;; esac
                sleep 0.1
            done
            '\(programs)/probe' report out
            """
        let run = try await run(script, in: folder)
        #expect(run.output.hasPrefix("ended\n# Hardware report"), "\(run.output.prefix(200))\(run.errors)")
        #expect(TextFile.names(in: folder.path.appending("out")) == ["result.partial.json"])
        let result = try result(folder.path.appending("out/result.partial.json"))
        #expect(result.partial && result.records["topology"] != nil)
        #expect(result.runs.first { $0.name == "bandwidth" }?.outcome == .skipped)
    }

    @Test func aRunThatIsEndedLeavesTheEarlierOneAlone() async throws {
        let folder = try await suite(["probe-slow": "[ -e go ] || exec sleep 100; exit 3"])
        let script = """
            touch go; ./probe \(Self.short) --output out > /dev/null 2>&1; cp -r out before; rm go
            ./probe \(Self.short) --output out > ended 2>&1 & driver=$!
            for i in $(seq 1200); do [ -e out/result.partial.json ] && break; sleep 0.05; done
            kill -TERM $driver; wait $driver; echo $?
            cmp before/result.json out/result.json && cmp before/report.md out/report.md && echo kept; ls -A out
            touch go; ./probe \(Self.short) --output out > /dev/null 2>&1; echo $?
            """
        let run = try await run(script, in: folder)
        #expect(run.output.hasPrefix("143\nkept\n"), "\(run.output)\(run.errors)")
        #expect(run.output.contains("result.partial.json\n") && run.output.hasSuffix("\n1\n"), "\(run.output)")
        #expect(try TextFile.read(folder.path.appending("ended")).contains("earlier run in this folder"))
        #expect(!TextFile.exists(folder.path.appending("out/result.partial.json")), "a finished run has no need of it")
    }

    /// The child would take the ten seconds that it has for a record, and does not go by SIGTERM.
    @Test func aSecondInterruptDoesNotWait() async throws {
        let folder = try await suite(["probe-deaf": "trap '' TERM INT; echo $$ > pid; while :; do sleep 0.1; done"])
        let script = """
            ./probe \(Self.short) --output out > /dev/null 2>&1 & driver=$!
            for i in $(seq 1200); do [ -e out/result.partial.json ] && break; sleep 0.05; done; sleep 0.5
            kill -INT $driver; sleep 1; kill -0 $driver || echo early; SECONDS=0
            kill -INT $driver; wait $driver; echo "$? after $((SECONDS > 6))"
            kill -0 $(cat pid) 2> /dev/null && echo 'the child lives'
            """
        let run = try await run(script, in: folder)
        #expect(run.output == "130 after 0\n", "\(run.output)\(run.errors)")
        #expect(try result(folder.path.appending("out/result.json")).partial)
    }

    @Test func whatAProgramLeavesBehindOrWritesWithoutEndIsEnded() async throws {
        let folder = try await suite([
            "probe-endless": "exec yes", "probe-parent": "sleep 600 & echo $! > \"$(dirname \"$0\")/orphan\"",
            "probe-loud": "head -c 300000000 /dev/zero >&2; exit 4", "probe-dir/keep": "",
            "probe-wrong": "#!/nowhere/sh", "probe-escape": "printf '\\033[31mred\\n' >&2; exit 5",
        ])
        let script = """
            printf '#!/nowhere/sh\\n' > probe-wrong; printf '#!/bin/sh\\n' > probe-locked; chmod -x probe-locked
            ./probe \(Self.short) --output out; echo "code $?"
            state=$(cut -d ' ' -f 3 "/proc/$(cat orphan)/stat" 2> /dev/null); [ "${state:-Z}" = Z ] || echo 'it lives'
            """
        let run = try await run(script, in: folder)
        #expect(run.output.hasSuffix("code 1\n"), "\(run.output)\(run.errors)")
        let result = try result(folder.path.appending("out/result.json"))
        let reasons = Dictionary(uniqueKeysWithValues: result.runs.map { ($0.name, $0.reason ?? "") })
        #expect(reasons["endless"]?.contains("more than 256 MiB") == true, "\(reasons)")
        #expect(reasons["loud"]?.contains("exit code 4") == true, "\(reasons)")
        #expect(reasons["wrong"]?.contains("could not be run") == true, "\(reasons)")
        #expect(reasons["locked"]?.contains("may not be executed") == true, "\(reasons)")
        #expect(result.runs.count { $0.outcome == .failed } == 6)
        #expect(Array(result.records.keys) == ["topology"])
        #expect(!(run.errors + run.output).contains("\u{1B}"), "nothing acts on a terminal")
    }

    /// Where Swift is installed, its backtracer would keep the crashed program for a minute.
    @Test func aCrashIsToldAtOnce() async throws {
        let folder = try await suite([:])
        let script = """
            cp '\(Repository.programs)/probe-bandwidth' .
            ./probe \(Self.short) --time-budget 20s --output out > /dev/null & driver=$!
            for i in $(seq 1200); do child=$(pgrep -P $driver -f 'bandwidth --format') && break; sleep 0.05; done
            sleep 0.5; kill -SEGV $child; wait $driver
            """
        let run = try await run(script, in: folder)
        #expect(run.code == 1 && run.errors.contains("ended by signal 11"), "\(run.errors)")
        for word in ["Backtrac", "crashed"] { #expect(!run.errors.contains(word), "\(run.errors)") }
    }

    /// The lock is the driver's: a program that a script starts must not wait for it.
    @Test func aScriptAroundAProgramIsTheDriversToo() async throws {
        let folder = try await suite([:])
        let script = """
            printf '#!/bin/bash\n%s/probe-bandwidth "$@" | cat\n' '\(Repository.programs)' > probe-bandwidth
            chmod +x probe-bandwidth
            timeout 300 ./probe \(Self.short) --output out > /dev/null
            """
        let run = try await run(script, in: folder)
        #expect(run.code == 0, "\(run.errors)")
        #expect(try result(folder.path.appending("out/result.json")).records["bandwidth"] != nil)
    }

    @Test func aProgramOfAnotherVersionIsNotBelieved() async throws {
        let folder = try await suite([
            "other": "sed 's/\"programVersion\" : \"[^\"]*\"/\"programVersion\" : \"0.0.9\"/'"
        ])
        let script = """
            mv probe-topology real; chmod +x other
            printf '#!/bin/bash\\n[ "$1" = --describe ] && exec ./real --describe\\n./real "$@" | ./other\\n' \
            > probe-topology; chmod +x probe-topology
            ./probe \(Self.short) --output out > /dev/null
            """
        let run = try await run(script, in: folder)
        #expect(run.code == 1)
        #expect(run.errors.contains("it is of version 0.0.9, and this is probe"), "\(run.errors)")
        #expect(try result(folder.path.appending("out/result.json")).records.isEmpty)
    }
}
