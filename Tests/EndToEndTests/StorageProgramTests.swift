import Records
import Statistics
import SystemPackage
import Testing
import TestSupport

/// The real program in folders of this machine, with tiny files.
@Suite(.serialized) struct StorageProgramTests {
    private let small = ["--size", "4MiB", "--block-size", "128KiB,1MiB", "--quick", "--time-budget", "1s"]

    private func record(_ run: Finished) throws -> Record<StorageDetails> {
        let bytes = Array(run.output.utf8)
        // As the driver checks it.
        _ = try RecordCoding.record(from: bytes, source: "standard output", probe: "storage")
        let result = try RecordCoding.result(from: bytes, source: "standard output")
        return try #require(try result.record("storage", details: StorageDetails.self))
    }

    private func measure(_ folder: FilePath, _ arguments: [String]) async throws -> Record<StorageDetails> {
        let run = try await Command.probe(
            "probe-storage", ["--format", "json", "--directory", folder.string] + arguments)
        #expect(run.code == 0, "\(run.errors)")
        return try record(run)
    }

    @Test func everyBlockAndNumberOfReadersHasARateOrTheReasonWhyNot() async throws {
        let folder = try TemporaryFolder()
        let record = try await measure(folder.path, small)
        let cells = record.measurements.compactMap(StorageCell.init)
        #expect(cells.count == record.measurements.count && cells.count == 6)
        #expect(cells.contains { $0.method == .cache && $0.summary != nil })
        #expect(cells.allSatisfy { $0.summary != nil || !$0.reason.isEmpty })
        #expect(record.details.chosenBy == "--directory" && record.details.fileBytes == 4 << 20)
        #expect(cells.allSatisfy { $0.fileSystem == record.details.fileSystem })
        if record.details.proof != nil {
            #expect(cells.contains { $0.method != .cache && $0.summary != nil })
        }
        #expect(TextFile.names(in: folder.path).isEmpty, "nothing remains")
    }

    @Test(.enabled(if: TextFile.exists("/dev/shm"), "there is no /dev/shm here"))
    func memoryIsSaidToBeNoStorage() async throws {
        let record = try await measure("/dev/shm", small)
        let cells = record.measurements.compactMap(StorageCell.init)
        #expect(record.details.fileSystem == "tmpfs" && record.details.proof == nil)
        let storage = cells.filter { $0.method != .cache }
        #expect(storage.count == 4 && storage.allSatisfy { $0.reason == "tmpfs is memory, and no storage" })
        #expect(cells.contains { $0.method == .cache && $0.summary != nil })
        #expect(record.caveats.contains { $0.kind == .storageIsMemory(fileSystem: "tmpfs") })
    }

    @Test func aFileTooLargeForTheDiskIsSmallerAndSaysWhy() async throws {
        let folder = try TemporaryFolder()
        let record = try await measure(
            folder.path, ["--size", "4000TB", "--quick", "--time-budget", "0.2s", "--block-size", "1MiB"])
        let free = try #require(record.details.freeBytes)
        #expect(record.details.fileBytes > 0 && record.details.fileBytes <= free / 10)
        #expect(record.details.limitedBy != nil)
        #expect(
            record.caveats.contains { $0.text.contains("a tenth of the") || $0.text.contains("1 GiB that is left") })
    }

    @Test func theFolderIsWhereEnginesKeepModels() async throws {
        let folder = try TemporaryFolder()
        let empty: [String: String?] = ["LLAMA_CACHE": nil, "HF_HOME": nil, "HOME": "/nonexistent"]
        let found: [(String, [String: String?])] = [
            ("LLAMA_CACHE", ["LLAMA_CACHE": folder.path.string, "HF_HOME": "/tmp"]),
            ("HF_HOME", ["LLAMA_CACHE": "/nonexistent", "HF_HOME": folder.path.string]), ("the current directory", [:]),
        ]
        for (name, environment) in found {
            let run = try await Command.probe(
                "probe-storage", ["--format", "json"] + small, environment: empty.merging(environment) { $1 },
                folder: folder.path)
            #expect(run.code == 0, "\(run.errors)")
            #expect(try record(run).details.chosenBy == name)
        }
        #expect(TextFile.names(in: folder.path).isEmpty)
    }

    @Test func csvHasAllColumns() async throws {
        let run = try await Command.probe("probe", ["storage", "--format", "csv"] + small)
        #expect(run.code == 0, "\(run.errors)")
        #expect(
            run.output.hasPrefix("method,block_bytes,readers,gb_s_median,gb_s_low,gb_s_high,samples,file_system,"))
        #expect(run.output.split(separator: "\n")[0].hasSuffix(",not_measured"))
        #expect(run.output.split(separator: "\n").count == 7)
    }

    @Test(arguments: [
        (["--directory", "/nonexistent"], Int32(73), "/nonexistent"), (["--directory", "/proc"], 69, "/proc"),
        (["--size", "3"], 64, "--size"), (["--block-size", "5000"], 64, "--block-size"),
        (["--block-size", "9TB"], 64, "--block-size"), (["--directory", "/dev/null"], 73, "/dev/null"),
    ])
    func badInputIsNamedWithItsExitCode(arguments: [String], code: Int32, named: String) async throws {
        let run = try await Command.probe("probe-storage", arguments)
        #expect(run.code == code, "\(run.errors)")
        #expect(run.errors.contains(named), "\(run.errors)")
        #expect(run.output.isEmpty)
    }

    /// A limit on the size of files stands for a full disk: the write fails half-way.
    @Test func aWriteThatFailsIsAnErrorAndLeavesNothing() async throws {
        let folder = try TemporaryFolder()
        let program = Repository.programs.appending("probe-storage").string
        let run = try await Command.run(
            "bash",
            ["-c", "trap '' XFSZ; ulimit -f 1024; exec \"$@\"", "-", program, "--size", "8MiB", "--directory"]
                + [folder.path.string])
        #expect(run.code == 74, "\(run.errors)")
        #expect(run.errors.contains("fill a temporary file"), "\(run.errors)")
        #expect(run.output.isEmpty && TextFile.names(in: folder.path).isEmpty)
    }

    /// At SIGINT while it writes, and at SIGKILL, whatever it does then.
    @Test(arguments: [("INT", Int32(130)), ("KILL", 137)])
    func aSignalLeavesNothing(signal: String, code: Int32) async throws {
        let folder = try TemporaryFolder()
        let program = Repository.programs.appending("probe-storage").string
        let run = try await Command.run(
            "timeout",
            ["--preserve-status", "--signal=\(signal)", "0.6", program, "--size", "256MiB", "--directory"]
                + [folder.path.string])
        #expect(run.code == code, "\(run.errors)")
        #expect(TextFile.names(in: folder.path).isEmpty)
    }
}
