import ArgumentParser
import Catalog
import ProbeKit
import Quantities
import Records
import Report
import SystemPackage
import Tables
import TokenModel

/// Predicts generation speed from a result.
struct Predict: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "predict", abstract: "Predict tokens per second for known models, a GGUF file, or a file's size.",
        discussion: """
            The simple model: generation is the smaller of read bandwidth over the bytes read for each token, and of \
            the measured FP32 peak over the operations of a token. Engines are slower: published runs reach 40 to \
            97 % of it. They process prompts by integer dot products or matrix units, faster or slower than this says.
            """)

    @OptionGroup var input: ResultFile

    @Option(help: ArgumentHelp("Models whose name contains this, or all.", valueName: "name"))
    var model = "all"

    @Option(help: ArgumentHelp("Weight formats: Q4_K_M,Q8_0; or all.", valueName: "names"))
    var quantization: CommaList?

    @Option(help: ArgumentHelp("Predict for a file of this size instead: 10GB.", valueName: "size"))
    var size: ByteCount?

    @Option(help: ArgumentHelp("Predict for this GGUF file instead; of a split one, name any part.", valueName: "file"))
    var gguf: String?

    @Option(help: ArgumentHelp("Tokens in the prompt.", valueName: "count"))
    var prompt = PredictionBasis.usualPrompt

    @Option(help: "table, json or csv.")
    var format = OutputFormat.table

    func validate() throws {
        // Attention's operations grow with the square of the length; no model has a longer context.
        guard (1...1 << 24).contains(prompt) else {
            throw ValidationError("--prompt \(prompt): a prompt has 1 to 16777216 tokens")
        }
        if let gguf, model != "all" || quantization != nil || size != nil {
            throw ValidationError("--gguf \(gguf) tells all: leave --model, --quantization and --size out")
        }
        guard let size else { return }
        if size.bytes <= 0 { throw ValidationError("--size \(size): a file has at least one byte") }
        if model != "all" || quantization != nil {
            throw ValidationError("--size \(size) is any file of that size: leave --model and --quantization out")
        }
    }

    func run() throws {
        let basis = try PredictionBasis(try input.read())
        let predictions = try predictions(basis)
        switch format {
        case .table:
            let composition = try gguf.map { try " " + self.composition(of: FilePath($0)) } ?? ""
            try Console.output(
                heading(basis) + composition + "\n\n" + PredictionRows.readable(predictions).terminalText)
        case .csv: try Console.output(PredictionRows.table(predictions, prompt: prompt).csv)
        case .json: try Console.output(try RecordCoding.encode(PredictionRows.rows(predictions, prompt: prompt)))
        }
    }

    private func heading(_ basis: PredictionBasis) -> String {
        let memory = "By the simple model, from \(basis.bandwidth.median) of reading"
        guard let peak = basis.peak else {
            return "\(memory); engines are slower. Bounds by compute are not known: the peak of all cores was not "
                + "measured: \(basis.reasonWithoutPeak ?? "no reason was recorded")."
        }
        let rate = peak.together.map(\.gigaPerSecond)
        let interval = rate.low < rate.high ? " (\(rate.low.significant(3)) – \(rate.high.significant(3)))" : ""
        return
            "\(memory) and \(rate.median.significant(3)) GFLOP/s\(interval) of FP32 multiply-adds; engines are slower, "
            + "and process prompts with other instructions. Prompt of \(prompt) tokens."
    }

    private func predictions(_ basis: PredictionBasis) throws -> [SimplePrediction] {
        if let size { return [SimplePrediction(fileSize: size, bandwidth: basis.bandwidth, memory: basis.memory)] }
        if let gguf { return [try prediction(for: FilePath(gguf), basis)] }
        let catalog = try Catalog.builtIn()
        let models = model == "all" ? catalog.models : catalog.models(matching: model)
        guard !models.isEmpty else {
            throw Failure(
                .usage, cannot: "predict for --model \(model)", because: "no known model has that in its name",
                remedy: "See `probe predict RESULT.json --model all`, or give the file's --size")
        }
        let formats = try formats(catalog)
        return models.flatMap { model in
            formats.map { format in
                SimplePrediction(
                    model, format, bandwidth: basis.bandwidth, memory: basis.memory,
                    compute: basis.compute(prompt: prompt))
            }
        }
    }

    private func formats(_ catalog: Catalog) throws -> [WeightFormat] {
        guard let quantization, quantization.names != ["all"] else { return catalog.formats }
        return try quantization.names.map { name in
            if let format = catalog.format(name) { return format }
            let known = catalog.formats.map(\.name).joined(separator: ", ")
            throw Failure(
                .usage, cannot: "predict for --quantization \(name)", because: "there is no such format",
                remedy: "There are: \(known)")
        }
    }
}
