import SystemPackage
import Testing
import TestSupport

#if canImport(Glibc)
    import Glibc
#endif

/// One measurement at a time: who waits for whom, and which lock files keep nobody.
@Suite(.serialized) struct LockDriverTests {
    private static let bandwidth = Repository.programs.appending("probe-bandwidth").string
    private static let driver = Repository.programs.appending("probe").string
    private static let short = "--kernels read --array-size 4MiB --format csv"

    private func run(_ script: String, in folder: TemporaryFolder, lock: String) async throws -> Finished {
        try await Command.run(
            "bash", ["-c", script],
            environment: [Command.lockVariable: lock.hasPrefix("/") ? lock : folder.path.appending(lock).string],
            folder: folder.path)
    }

    @Test func theSecondWaitsForTheFirstAndNamesIt() async throws {
        let folder = try TemporaryFolder()
        let script = """
            '\(Self.bandwidth)' \(Self.short) --time-budget 3s > first.csv 2> first.err & first=$!
            for i in $(seq 1200); do [ -s lock ] && break; sleep 0.05; done
            cat lock
            '\(Self.bandwidth)' \(Self.short) --time-budget 1s > second.csv 2> second.err
            kill -0 $first 2> /dev/null && echo 'the first still measures'
            wait $first; echo $first
            """
        let run = try await run(script, in: folder, lock: "lock")
        #expect(run.code == 0, "\(run.errors)")
        #expect(!run.output.contains("still measures"), "\(run.output)")
        let pid = try #require(run.output.split(whereSeparator: \.isNewline).last)
        #expect(run.output.contains("in process \(pid) since 20"), "the file names its owner: \(run.output)")
        let told = try TextFile.read(folder.path.appending("second.err"))
        #expect(told.contains("waiting for process \(pid) ("), "\(told)")
        #expect(told.contains("probe-bandwidth") && told.contains("started 20"), "\(told)")
        for name in ["first.csv", "second.csv"] {
            #expect(try TextFile.read(folder.path.appending(name)).split(separator: "\n").count > 1)
        }
        #expect(!TextFile.exists(folder.path.appending("lock")), "the last one removes it")
    }

    @Test func whoeverDoesNotWaitIsRefused() async throws {
        let folder = try TemporaryFolder()
        let script = """
            '\(Self.driver)' all --quick --time-budget 5s --array-size 4MiB --output a 2> /dev/null >&2 & first=$!
            for i in $(seq 1200); do [ -s lock ] && break; sleep 0.05; done; sleep 0.5
            '\(Self.bandwidth)' \(Self.short) --no-wait > second.csv; echo "code $?"
            '\(Self.driver)' all --no-wait --output b; echo "code $?"
            '\(Self.driver)' topology > /dev/null; echo "topology $?"
            kill -KILL $first
            for i in $(seq 60); do
                '\(Self.bandwidth)' \(Self.short) --no-wait --time-budget 0.5s > third.csv; code=$?
                [ $code = 75 ] || break; sleep 0.5
            done
            echo "killed $code"
            """
        let run = try await run(script, in: folder, lock: "lock")
        let lines = run.output.split(separator: "\n")
        #expect(lines == ["code 75", "code 75", "topology 0", "killed 0"], "\(run.output)\(run.errors)")
        #expect(run.errors.contains("cannot measure now: process"), "\(run.errors)")
        #expect(run.errors.contains("probe all --quick"), "the command is named")
        #expect(!TextFile.exists(folder.path.appending("b")), "nothing is left of a refused run")
        #expect(try TextFile.read(folder.path.appending("second.csv")).isEmpty)
    }

    /// Neither waits, nor follows, nor changes what is there.
    @Test(arguments: [
        ("echo 'probe measures in process 999999 since long' > lock", ""),
        ("echo 'probe measures in process 1 since long' > lock", ""),
        ("head -c 5000 /dev/urandom > lock", ""), ("ln -s kept lock", "ELOOP"), ("ln -s nowhere lock", "ELOOP"),
        ("mkfifo lock", "no regular file"), ("mkdir lock", "no regular file"),
        ("ln kept lock", ""), ("exec 9> lock; flock 9", "held by what is no probe"),
    ])
    func aForgedLockKeepsNobody(forge: String, told: String) async throws {
        let folder = try TemporaryFolder()
        let script = """
            echo precious > kept; \(forge)
            timeout 60 '\(Self.bandwidth)' \(Self.short) --time-budget 0.5s > out.csv
            """
        let run = try await run(script, in: folder, lock: "lock")
        #expect(run.code == 0, "\(run.errors)")
        #expect(try TextFile.read(folder.path.appending("kept")) == "precious\n")
        #expect(!TextFile.exists(folder.path.appending("nowhere")))
        #expect(!run.errors.contains("waiting for"), "\(run.errors)")
        if told.isEmpty {
            #expect(!run.errors.contains("without a lock"), "\(run.errors)")
        } else {
            #expect(run.errors.contains("without a lock") && run.errors.contains(told), "\(run.errors)")
        }
    }

    @Test(arguments: ["/proc/lock", "/nowhere/lock"])
    func aFolderThatCannotBeWrittenToKeepsNobody(lock: String) async throws {
        let run = try await run(
            "timeout 60 '\(Self.bandwidth)' \(Self.short) --time-budget 0.5s --no-wait > out.csv",
            in: try TemporaryFolder(), lock: lock)
        #expect(run.code == 0 && run.errors.contains("without a lock"), "\(run.errors)")
        #expect(run.errors.contains("PROBE_LOCK"))
    }
}
