import Records
import SystemPackage
import TestSupport

/// The program that rates an engine, with the stand-in for llama-bench.
struct EngineCommand {
    /// Where models are written, and what marks all processes of a run.
    let folder: TemporaryFolder

    static let standIn = Repository.fixture("engine").appending("llama-bench")

    init() throws {
        folder = try TemporaryFolder()
        try folder.write("", to: "models/.keep")
    }

    var models: FilePath { folder.path.appending("models") }

    /// Variables of a stand-in that behaves so.
    func environment(_ mode: String = "") -> [String: String?] {
        ["LLAMA_BENCH": Self.standIn.string, "STANDIN": mode, "STANDIN_TAG": folder.path.string]
    }

    func run(
        _ arguments: [String], mode: String = "", environment: [String: String?] = [:]
    ) async throws -> Finished {
        try await Command.probe(
            "probe-engine", ["--directory", models.string, "--result", "none", "--progress", "none"] + arguments,
            environment: self.environment(mode).merging(environment) { $1 }, folder: folder.path)
    }

    func record(
        _ arguments: [String], mode: String = "", environment: [String: String?] = [:]
    ) async throws -> Record<EngineDetails> {
        let run = try await run(["--format", "json"] + arguments, mode: mode, environment: environment)
        guard run.code == 0 else { throw Refused(errors: run.errors) }
        return try Self.record(run)
    }

    static func record(_ run: Finished) throws -> Record<EngineDetails> {
        let bytes = Array(run.output.utf8)
        // As the driver checks it.
        _ = try RecordCoding.record(from: bytes, source: "standard output", probe: "engine")
        let result = try RecordCoding.result(from: bytes, source: "standard output")
        guard let record = try result.record("engine", details: EngineDetails.self) else {
            throw Refused(errors: "no record of the engine")
        }
        return record
    }

    struct Refused: Error {
        let errors: String
    }

    /// Processes of the run that have not ended, by their command lines.
    var processes: [String] {
        TextFile.names(in: "/proc").compactMap { process in
            guard process.allSatisfy(\.isNumber),
                let variables = try? TextFile.read(FilePath("/proc/\(process)/environ")),
                variables.contains("STANDIN_TAG=\(folder.path)\0")
            else { return nil }
            return try? TextFile.read(FilePath("/proc/\(process)/cmdline")).replacing("\0", with: " ")
        }
    }

    /// Whatever is left of a run: processes, files. Waits for those that are being ended.
    func remains() async throws -> [String] {
        let deadline = ContinuousClock.now + .seconds(10)
        while !processes.isEmpty, ContinuousClock.now < deadline { try await Task.sleep(for: .milliseconds(50)) }
        return processes + TextFile.names(in: models).filter { $0 != ".keep" }
    }
}
