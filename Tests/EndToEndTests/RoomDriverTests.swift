import Records
import SystemPackage
import Testing
import TestSupport

#if canImport(Glibc)
    import Glibc
#endif

/// No room on the disk, no right to write, no memory, no threads: told, and nothing of before is lost.
@Suite(.serialized) struct RoomDriverTests {
    private static let driver = Repository.programs.appending("probe").string
    private static let short = "all --quick --time-budget 1s --array-size 4MiB"
    private static let brief = short + " --skip latency,flops,smt,scaling,inference,storage,engine"

    private func run(
        _ script: String, in folder: TemporaryFolder, environment: [String: String?] = [:]
    ) async throws -> Finished {
        try await Command.run("bash", ["-c", script], environment: environment, folder: folder.path)
    }

    /// Mounts a small file system over the folder "out", where this user may.
    private func runOnTinyDisk(_ size: String, _ script: String, in folder: TemporaryFolder) async throws -> Finished {
        try folder.write("mkdir -p out; mount -t tmpfs -o size=\(size) none out || exit 99\n\(script)", to: "script")
        return try await Command.run("unshare", ["-rm", "bash", "script"], folder: folder.path)
    }

    private static let onFullDisk = """
        echo old > out/report.md; echo '{"old": 1}' > out/result.json
        TMPDIR=$PWD/refuge; mkdir refuge; export TMPDIR
        '\(driver)' \(short) --output out 2> told; echo "code $?"; cp out/result.json .; cat out/report.md; ls -A out
        """

    @Test func aFullDiskKeepsTheEarlierReportAndTheNewResult() async throws {
        let folder = try TemporaryFolder()
        let run = try await runOnTinyDisk("64k", Self.onFullDisk, in: folder)
        let told = try TextFile.read(folder.path.appending("told"))
        #expect(run.output.hasSuffix("code 74\nold\nreport.md\nresult.json\n"), "\(run.output)\(run.errors)\(told)")
        #expect(try TextFile.read(folder.path.appending("result.json")) == "{\"old\": 1}\n")
        let refuge = folder.path.appending("refuge")
        let kept = try #require(TextFile.names(in: refuge).first, "\(told)")
        #expect(told.contains("ENOSPC") && told.contains("probe report") && told.contains(kept), "\(told)")
        let result = try RecordCoding.result(from: try TextFile.bytes(refuge.appending(kept)), source: kept)
        #expect(result.records.count == 9 && !result.partial)
        let rights = try await Command.run("stat", ["-c", "%a", refuge.appending(kept).string])
        #expect(rights.output == "600\n", "a folder for everybody shows it to nobody")
    }

    /// What was kept during the run takes the room that the result needs.
    @Test func aDiskWithRoomForTheResultAloneHasIt() async throws {
        let folder = try TemporaryFolder()
        let run = try await runOnTinyDisk("320k", Self.onFullDisk, in: folder)
        let told = try TextFile.read(folder.path.appending("told"))
        #expect(run.output.contains("code 74") && told.contains("ENOSPC"), "\(run.output)\(told)")
        #expect(!run.output.contains("tmp-") && !run.output.contains("partial"), "\(run.output)")
        let file = folder.path.appending("result.json")
        let result = try RecordCoding.result(from: try TextFile.bytes(file), source: file.string)
        #expect(result.records.count == 9 && !result.partial)
    }

    @Test func aFolderThatIsReadOnlyOrGoesAwayIsTold() async throws {
        let folder = try TemporaryFolder()
        let script = "mount -o remount,ro out; '\(Self.driver)' \(Self.short) --output out; echo \"code $?\""
        let readOnly = try await runOnTinyDisk("1m", script, in: folder)
        #expect(readOnly.output.contains("code 73") && readOnly.errors.contains("EROFS"), "\(readOnly.errors)")
        let gone = try await run(
            """
            '\(Self.driver)' \(Self.brief) --output gone 2> told & driver=$!
            for i in $(seq 3000); do [ -e gone/result.partial.json ] && break; sleep 0.02; done
            rm -rf gone; wait $driver; echo "code $?"; ls gone; cat told
            """, in: folder, environment: ["TMPDIR": folder.path.string])
        #expect(gone.output.contains("code 73"), "\(gone.output)")
        #expect(gone.output.contains("The result was kept in"), "\(gone.output)")
    }

    /// Between the result and the report there is a moment; somebody who looks all the time meets it nearly always.
    @Test func aFolderThatGoesAwayBeforeTheReportTakesNoResultWithIt() async throws {
        let script = """
            rm -rf out probe-result-*; '\(Self.driver)' \(Self.brief),bandwidth --output out 2> told & driver=$!
            until [ -e out/result.json ] || ! kill -0 $driver; do :; done
            rm -rf out; wait $driver; echo "code $?"; cat told
            """
        let folder = try TemporaryFolder()
        let run = try await attempts(until: { $0.output.contains("code 7") }) {
            try await self.run(script, in: folder, environment: ["TMPDIR": folder.path.string])
        }
        #expect(run.output.contains("code 73") && run.output.contains("The result was kept in"), "\(run.output)")
        let kept = try #require(TextFile.names(in: folder.path).first { $0.hasPrefix("probe-result-") })
        let result = try RecordCoding.result(from: try TextFile.bytes(folder.path.appending(kept)), source: kept)
        #expect(result.records.keys.contains("topology") && !result.partial)
    }

    /// Writing to a pipe would wait for its reader, and a folder is never replaced: told before anything is measured,
    /// which would take minutes.
    @Test(arguments: [
        ("mkfifo", "result.json"), ("mkfifo", "result.partial.json"), ("mkfifo", "topology.svg"),
        ("mkdir", "report.md"),
        ("mkdir", "report.html"),
    ])
    func whatIsInTheWayIsToldAtOnce(make: String, name: String) async throws {
        let script = "mkdir out; \(make) out/\(name); exec timeout 60 '\(Self.driver)' all --output out"
        let run = try await run(script, in: try TemporaryFolder())
        #expect(run.code == 73 && run.errors.contains("cannot write out/\(name)"), "\(run.code) \(run.errors)")
    }

    /// The report does not find room, of which the result has enough.
    @Test func aReportWithoutRoomSaysWhereTheResultIs() async throws {
        let folder = try TemporaryFolder()
        let run = try await run(
            "mkdir out; ln -s /dev/full out/report.md; exec '\(Self.driver)' \(Self.brief),bandwidth --output out",
            in: folder)
        #expect(run.code == 74, "\(run.errors)")
        #expect(run.errors.contains("The result is in out/result.json."), "\(run.errors)")
    }

    @Test func aHomeIsNotNeeded() async throws {
        let folder = try TemporaryFolder()
        let run = try await run(
            "'\(Self.driver)' all --quick --time-budget 1s --array-size 4MiB --output out", in: folder,
            environment: ["HOME": nil, "TMPDIR": nil, "PATH": nil, "XDG_CACHE_HOME": nil])
        #expect(run.code == 0, "\(run.errors)")
    }

    /// Each of these hung or crashed the runtime before.
    @Test(arguments: [
        ("ulimit -v 100000", "ulimit -v"), ("ulimit -v 190000", "ulimit -v"), ("ulimit -d 60000", "ulimit -d"),
        ("ulimit -n 4", "ulimit -n"), ("ulimit -s 64", "ulimit -s"), ("ulimit -s 128", "ulimit -s"),
    ])
    func aLimitIsRefusedAtOnce(limit: String, named: String) async throws {
        let run = try await run(
            "exec timeout 60 bash -c \"\(limit); exec '\(Self.driver)' all --output out\"", in: try TemporaryFolder())
        #expect(run.code == 69, "\(run.errors)")
        #expect(run.errors.contains(named) && run.errors.split(separator: "\n").count == 1, "\(run.errors)")
    }

    @Test func aSmallStackIsRefusedByEveryCommand() async throws {
        let folder = try TemporaryFolder()
        try folder.write(try HandMadeResult.json(.measured), to: "result.json")
        for command in ["report result.json", "export result.json", "bandwidth --quick", "topology"] {
            let small = try await run("ulimit -s 128; exec '\(Self.driver)' \(command)", in: folder)
            #expect(small.code == 69 && small.errors.contains("ulimit -s"), "\(command): \(small.code) \(small.errors)")
        }
        let enough = try await run("ulimit -s 512; exec '\(Self.driver)' report result.json", in: folder)
        #expect(enough.code == 0, "\(enough.errors)")
    }

    /// The programs choose the sizes: whatever they map besides must have been thought of.
    @Test func arraysFitIntoTheAddressesThatAreLeft() async throws {
        let run = try await run(
            "ulimit -v 400000; exec '\(Self.driver)' all --quick --time-budget 2s --output out",
            in: try TemporaryFolder())
        #expect(run.code == 0, "\(run.errors)")
    }

    @Test func halfAGigabyteOfAddressesIsEnough() async throws {
        let run = try await run(
            "ulimit -v 500000; exec '\(Self.driver)' \(Self.brief) --output out", in: try TemporaryFolder())
        #expect(run.code == 0, "\(run.errors)")
    }

    /// Of root there is no such limit, so that another user runs a copy.
    @Test(.enabled(if: RoomDriverTests.isRoot, "only root can become a user who runs nothing else"))
    func aLimitOnProcessesIsRefusedAtOnce() async throws {
        let folder = try TemporaryFolder()
        let script = """
            chmod 755 .; cp '\(Repository.programs)'/probe '\(Repository.programs)'/probe-bandwidth .
            for program in './probe all' ./probe-bandwidth; do
                timeout 60 setpriv --reuid=65533 --regid=65533 --clear-groups \
                    bash -c "ulimit -u 1; exec $program --quick"; echo "code $?"
            done
            """
        let run = try await run(script, in: folder)
        #expect(run.output == "code 69\ncode 69\n", "\(run.output)\(run.errors)")
        #expect(run.errors.contains("ulimit -u"), "\(run.errors)")
    }

    private static let isRoot = geteuid() == 0

    @Test func aMissingFolderIsNamedInTheRemedy() async throws {
        let folder = try TemporaryFolder()
        try folder.write(try HandMadeResult.json(.measured), to: "result.json")
        let run = try await run("'\(Self.driver)' report result.json --output no/such/report.md", in: folder)
        #expect(run.code == 73)
        #expect(run.errors.contains("Make the folder no/such first"), "\(run.errors)")
    }
}
