import ArgumentParser
import Catalog
import EngineRuns
import ModelFiles
import Records
import Report
import SystemPackage
import TokenModel

/// What llama-bench measured, and the files of the models it ran.
struct EngineRunOptions: ParsableArguments {
    @Option(
        name: .customLong("llama-bench"), parsing: .upToNextOption,
        help: ArgumentHelp(
            "What `llama-bench -o json` or `-o jsonl` wrote; one file for each build of llama.cpp.", valueName: "file"))
    var llamaBench: [String] = []

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Models that the rows name, where they are not where the rows say.", valueName: "file"))
    var gguf: [String] = []

    /// The rows with their models, and those that are left out.
    /// - Parameter result: of the machine that they are set against.
    func read(on result: RunResult) throws -> MatchedRuns {
        let machine = try result.record("topology", details: TopologyDetails.self).map { RowMachine($0.details) }
        let files = try llamaBench.map { (path: $0, file: try LlamaBenchFile(FilePath($0))) }
        let given = try gguf.map { path in
            (FilePath(path).lastComponent?.string ?? path, try ModelDemand(gguf: FilePath(path)))
        }
        let matcher = ModelMatcher(
            try Catalog.builtIn(), given: Dictionary(given) { _, last in last },
            found: found(Set(files.flatMap { $0.file.rows.map(\.modelFilename) })))
        var matched = MatchedRuns()
        for (path, file) in files {
            matched.add(file.rows, engine: FilePath(path).stem ?? path, matcher, on: machine)
        }
        return matched
    }

    /// Those of the named files that are here and can be read; of the others the catalogue may know.
    private func found(_ names: Set<String>) -> [String: ModelDemand] {
        let pairs = names.compactMap { name in (try? ModelDemand(gguf: FilePath(name))).map { (name, $0) } }
        return Dictionary(uniqueKeysWithValues: pairs)
    }
}
