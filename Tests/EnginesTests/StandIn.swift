import Engines
import Records
import SystemPackage
import TestSupport

#if canImport(Glibc)
    import Glibc
#endif

/// The program that stands in for llama-bench, and what is left of it.
enum StandIn {
    static let path = Repository.fixture("engine").appending("llama-bench")

    static let program = EngineProgram(path: path, foundBy: "a test")

    /// Runs it on a file that is a GGUF by its first bytes.
    static func run(
        _ mode: String, _ more: [String] = [], limit: Duration = .seconds(30), in folder: TemporaryFolder,
        mayGoOn: () -> Bool = { true }
    ) throws -> ProgramRun {
        try folder.write("GGUF and more", to: "model.gguf")
        let words = [
            "-m", folder.path.appending("model.gguf").string, "-p", "8", "-n", "4", "-t", "1,2", "-o", "jsonl",
        ]
        return ProgramRun.run(
            path, words + more, environment: ["STANDIN": mode, "STANDIN_TAG": folder.path.string], limit: limit,
            mayGoOn: mayGoOn)
    }

    /// Processes that have the folder in their environment and have not ended.
    static func left(of folder: TemporaryFolder) -> [String] {
        TextFile.names(in: "/proc").filter { process in
            guard process.allSatisfy(\.isNumber),
                let variables = try? TextFile.read(FilePath("/proc/\(process)/environ"))
            else { return false }
            return variables.contains("STANDIN_TAG=\(folder.path)")
        }
    }

    /// A program that answers with these words, each to one of its own arguments, and with nothing to others.
    static func script(_ answers: [(asked: String, says: String)], in folder: TemporaryFolder) throws -> EngineProgram {
        let cases = answers.map { "case \"$*\" in *\($0.asked)*) cat <<'END'\n\($0.says)\nEND\nexit;; esac\n" }
        try folder.write("#!/bin/sh\n" + cases.joined(), to: "llama-bench")
        return EngineProgram(path: folder.path.appending("llama-bench"), foundBy: "a test")
    }
}
