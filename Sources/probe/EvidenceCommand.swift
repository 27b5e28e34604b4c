import ArgumentParser
import Catalog
import EngineRuns
import FoundationEssentials
import ModelFiles
import ProbeKit
import Records
import Report
import Statistics
import SystemPackage

/// How well predictions hold on machines and builds that nothing was fitted to.
struct EvidenceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evidence", abstract: "Tell how well predictions hold on machines that were left out.",
        discussion: """
            A folder of evidence has a folder for each machine; in it result-LEVEL.json (see --keep) is what the \
            machine was measured to do with LEVEL's instruction sets, and rows-LEVEL-COMPILER.jsonl what llama-bench \
            built so measured. `make ladder` adds the machine at hand.
            """)

    @Argument(help: ArgumentHelp("The folder of evidence.", valueName: "folder"))
    var folder: String = "Evidence"

    @Option(help: ArgumentHelp("A file for the profile that is fitted to all of it.", valueName: "file"))
    var profile: String?

    @Option(
        help: ArgumentHelp(
            "Instead: write this result without its samples, as evidence keeps it.", valueName: "result.json"))
    var keep: String?

    @Option(
        help: ArgumentHelp("With --keep: take this record of probe-inference instead of its own.", valueName: "file"))
    var inference: String?

    @Option(help: ArgumentHelp("A file to write to instead of standard output.", valueName: "file"))
    var output: String?

    func run() throws {
        if let keep {
            var result = try ResultFile.read(FilePath(keep))
            if let inference {
                result.records["inference"] = try ResultFile.read(FilePath(inference)).records["inference"]
            }
            return try write(RecordCoding.encode(result.asEvidence))
        }
        let evidence = try EvidenceFolder(FilePath(folder)).evidence()
        if let profile {
            let machines = Set(evidence.groups.map(\.place.machine)).sorted().joined(separator: ", ")
            let fitted = evidence.judgedProfile(
                name: "llama.cpp", source: "fitted to \(evidence.groups.count) builds on \(machines)")
            if let fitted { try WholeFile.write(fitted.rounded.compactJSON(), to: FilePath(profile)) }
        }
        try write(Array(evidence.markdown.utf8))
    }

    private func write(_ bytes: [UInt8]) throws {
        guard let output, output != "-" else { return try Console.output(bytes) }
        try WholeFile.write(bytes, to: FilePath(output))
    }
}

/// A folder with a folder for each machine.
private struct EvidenceFolder {
    private let folder: FilePath

    init(_ folder: FilePath) { self.folder = folder }

    /// - Throws: `Failure` where a file cannot be read, or there is no evidence.
    func evidence() throws -> Evidence {
        let found = try names(folder).flatMap { machine in try groups(machine) }
        guard !found.isEmpty else {
            throw Failure(
                .inputMissing, cannot: "find evidence in \(folder)",
                because: "no folder in it has a result-LEVEL.json and rows-LEVEL-COMPILER.jsonl of one level",
                remedy: "Name another folder, or run `make ladder`")
        }
        return Evidence(found)
    }

    private func groups(_ machine: String) throws -> [Evidence.Group] {
        let place = folder.appending(machine)
        let matcher = ModelMatcher(try Catalog.builtIn())
        return try names(place).flatMap { name -> [Evidence.Group] in
            guard let level = part(of: name, after: "result-", before: ".json") else { return [] }
            let rates = try MachineRates(try ResultFile.read(place.appending(name)))
            return try names(place).compactMap { rows -> Evidence.Group? in
                guard let compiler = part(of: rows, after: "rows-\(level)-", before: ".jsonl") else { return nil }
                var matched = MatchedRuns()
                matched.add(try LlamaBenchFile(place.appending(rows)).rows, engine: compiler, matcher)
                return Evidence.Group(
                    .init(machine: machine, level: level, compiler: compiler), runs: matched.runs,
                    rates: rates.placements(threads:))
            }
        }
    }

    private func part(of name: String, after prefix: String, before suffix: String) -> String? {
        guard name.hasPrefix(prefix), name.hasSuffix(suffix) else { return nil }
        return String(name.dropFirst(prefix.count).dropLast(suffix.count))
    }

    private func names(_ folder: FilePath) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.string)) ?? []).sorted()
    }
}

extension EngineProfile {
    /// To five decimals of logarithms, which is less than anything is known to.
    fileprivate var rounded: EngineProfile {
        let short = { (value: Double) in (value * 1e5).rounded() / 1e5 }
        return EngineProfile(
            name: name, source: source, parameters: parameters,
            belief: Belief(mean: belief.mean.map(short), covariance: belief.covariance.map { $0.map(short) }),
            noise: short(noise), leaveOneOutError: leaveOneOutError, trainedOn: trainedOn, footing: footing,
            leftOut: leftOut)
    }

    /// Without a line for each number.
    fileprivate func compactJSON() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
    }
}

extension RunResult {
    /// Without samples, and without what predictions do not rest on.
    fileprivate var asEvidence: RunResult {
        var result = self
        result.host = "evidence"
        result.records = records.filter {
            ["topology", "bandwidth", "latency", "scaling", "inference"].contains($0.key)
        }
        .mapValues(\.withoutSamples)
        return result
    }
}

extension JSONValue {
    fileprivate var withoutSamples: JSONValue {
        switch self {
        case .object(let members):
            .object(
                Dictionary(
                    uniqueKeysWithValues: members.map { ($0, $0 == "samples" ? .array([]) : $1.withoutSamples) }))
        case .array(let values): .array(values.map(\.withoutSamples))
        default: self
        }
    }
}
