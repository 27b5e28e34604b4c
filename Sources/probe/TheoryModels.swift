import Catalog
import Report
import TokenModel

/// Which models a page on theory shows where none are named.
enum TheoryModels {
    /// One of each size that people run on such machines, dense and of experts.
    private static let names = [
        "Llama 3.1 8B", "Qwen3 14B", "Qwen3 32B", "Llama 3.1 70B", "Qwen3 30B-A3B", "Qwen3 235B-A22B",
    ]

    /// In the format that most people use.
    static func usual(_ catalog: Catalog) -> [Forecaster.Subject] {
        guard let format = catalog.format(ModelChoice.usualFormat) else { return [] }
        return names.compactMap { name in
            catalog.models.first { $0.name == name }.flatMap { ModelDemand($0, format) }.map { Forecaster.Subject($0) }
        }
    }
}
