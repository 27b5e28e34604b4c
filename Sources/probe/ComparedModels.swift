import Catalog
import ProbeKit
import Records
import TokenModel

/// The few models by which machines are compared.
enum ComparedModels {
    /// Small and large, dense and of experts; machines are ranked by the first.
    private static let usual = ["Llama 3.1 8B", "Llama 3.2 1B", "Qwen3 30B-A3B", "Llama 3.1 70B"]

    /// The models that are named, each in Q4_K_M.
    /// - Throws: `Failure` with 64 where a name is of none or of several.
    static func demands(_ named: CommaList?) throws -> [ModelDemand] {
        let catalog = try Catalog.builtIn()
        guard let format = catalog.format(ModelChoice.usualFormat) else { return [] }
        return try (named?.names ?? usual).map { name in
            let matches = catalog.models(matching: name)
            let exact = matches.first { $0.name.lowercased() == name.lowercased() }
            if let model = exact ?? (matches.count == 1 ? matches.first : nil),
                let demand = ModelDemand(model, format)
            {
                return demand
            }
            let choice = (matches.isEmpty ? catalog.models : matches).map(\.name).joined(separator: ", ")
            throw Failure(
                .usage, cannot: "predict for --model \(name)",
                because: matches.isEmpty
                    ? "no known model has that in its name" : "\(matches.count) models have that in their names",
                remedy: "Name one of: \(choice)")
        }
    }
}
