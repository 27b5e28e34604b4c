import ArgumentParser
import Catalog
import ModelFiles
import ProbeKit
import Quantities
import Records
import SystemPackage

/// Writes a model file to measure engines with.
struct Synthesize: ParsableCommand {
    /// Made once: the parser asks for it again and again, and the catalogue takes 5 ms to read.
    static let configuration: CommandConfiguration = {
        let models = ((try? known()) ?? []).map { "  \($0.name)" }.joined(separator: "\n")
        return CommandConfiguration(
            commandName: "synthesize", abstract: "Write a GGUF file with a model's real tensors and random weights.",
            discussion: """
                Engines run it as fast as the model itself, so that a prediction can be tried without a download. \
                It has no words: use it with llama-bench.

                Models:
                \(models)

                Quantizations: \(FileMix.allCases.map(\.rawValue).joined(separator: ", "))
                """)
    }()

    @Option(help: ArgumentHelp("A model by name, or by a part of it that no other has.", valueName: "name"))
    var model: String

    @Option(help: ArgumentHelp("What the file is quantized to: Q4_K_M.", valueName: "name"))
    var quantization: String

    @Option(help: ArgumentHelp("The file to write.", valueName: "file"))
    var output: String

    @Flag(help: "Replace the file if it is there.")
    var force = false

    func run() throws {
        guard !output.isEmpty else {
            throw Failure(.usage, cannot: "write to --output ''", because: "it names no file", remedy: "Name one")
        }
        let model = try named()
        let mix = try mix()
        let file = try SyntheticFile(model, mix)
        let signals = SignalWatch()
        signals.onSignal {}
        do {
            try file.write(to: FilePath(output), existing: force ? .replace : .keep) { signals.received != nil }
        } catch is CancellationError {
            throw Failure(
                ExitStatus(rawValue: 128 + (signals.received ?? 2)) ?? .interrupted, cannot: "write \(output)",
                because: "a signal came, and the part that was written is removed", remedy: "Start it again")
        }
        try Console.output(
            "\(output): \(model.name) in \(mix.rawValue), \(file.weights.gigabytes.significant(3)) GB of random "
                + "weights.\n")
    }

    private static func known() throws -> [LanguageModel] { try Catalog.builtIn().models.filter { $0.tensors != nil } }

    private func named() throws -> LanguageModel {
        let catalog = try Catalog.builtIn()
        let matches = catalog.models(matching: model)
        if let exact = matches.first(where: { $0.name.lowercased() == model.lowercased() }) { return exact }
        if matches.count == 1 { return matches[0] }
        let choice = matches.isEmpty ? try Self.known() : matches
        throw Failure(
            .usage, cannot: "synthesize --model \(model)",
            because: matches.isEmpty
                ? "no known model has that in its name" : "\(matches.count) models have that in their names",
            remedy: "There are: " + choice.map(\.name).joined(separator: ", "))
    }

    private func mix() throws -> FileMix {
        if let mix = FileMix.allCases.first(where: { $0.rawValue.lowercased() == quantization.lowercased() }) {
            return mix
        }
        throw Failure(
            .usage, cannot: "synthesize --quantization \(quantization)", because: "there is no such mix",
            remedy: "There are: " + FileMix.allCases.map(\.rawValue).joined(separator: ", "))
    }
}
