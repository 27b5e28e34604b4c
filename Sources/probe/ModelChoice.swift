import ArgumentParser
import Catalog
import ProbeKit
import Quantities
import Records

/// Which models are predicted: known ones, a file's, or any of a size.
struct ModelChoice: ParsableArguments {
    @Option(help: ArgumentHelp("Models whose name contains this, or all.", valueName: "name"))
    var model = "all"

    @Option(help: ArgumentHelp("Weight formats: Q4_K_M,Q8_0; or all.", valueName: "names"))
    var quantization: CommaList?

    @Option(help: ArgumentHelp("This GGUF file instead; of a split one, name any part.", valueName: "file"))
    var gguf: String?

    @Option(
        help: ArgumentHelp(
            "This folder's model instead, as Hugging Face has it, as if converted to each format.", valueName: "folder")
    )
    var hf: String?

    @Option(help: ArgumentHelp("Any dense file of this size instead: 10GB.", valueName: "size"))
    var size: ByteCount?

    @Option(help: ArgumentHelp("Any dense model of so many weights instead: 8B.", valueName: "count"))
    var parameters: ParameterCount?

    func validate() throws {
        let named = [
            ("--model", model != "all"), ("--gguf", gguf != nil), ("--hf", hf != nil), ("--size", size != nil),
            ("--parameters", parameters != nil),
        ].filter(\.1).map(\.0)
        guard named.count < 2 else {
            throw ValidationError("\(named.joined(separator: " and ")): name one of them, each tells which models")
        }
        if let gguf, quantization != nil {
            throw ValidationError("--gguf \(gguf) tells its formats: leave --quantization out")
        }
        // 2^52 bytes: more than any machine holds, and few enough to count with.
        if let size, !(1...1 << 52).contains(size.bytes) {
            throw ValidationError("--size \(size): a file has 1 byte to 4 PiB")
        }
        if let parameters, !(1e3...1e15).contains(parameters.count) {
            throw ValidationError("--parameters: a model has a thousand to 10^15 weights")
        }
    }

    /// Whether nothing was chosen.
    var isEverything: Bool {
        model == "all" && quantization == nil && gguf == nil && hf == nil && size == nil && parameters == nil
    }

    /// The format of what is only a size.
    static let usualFormat = "Q4_K_M"

    /// The formats that were named, all where none were.
    /// - Parameter usual: where none were named, only that.
    func formats(_ catalog: Catalog, usual: String? = nil) throws -> [WeightFormat] {
        guard let quantization else { return catalog.formats.filter { usual == nil || $0.name == usual } }
        if quantization.names == ["all"] { return catalog.formats }
        return try quantization.names.map { name in
            if let format = catalog.format(name) { return format }
            let known = catalog.formats.map(\.name).joined(separator: ", ")
            throw Failure(
                .usage, cannot: "predict for --quantization \(name)", because: "there is no such format",
                remedy: "There are: \(known)")
        }
    }
}
