import Catalog
import ModelFiles
import Quantities
import TokenModel

/// Finds the model that a row of llama-bench was measured on.
package struct ModelMatcher: Sendable {
    private let catalog: Catalog
    /// Files that the user named, by their base names.
    private let given: [String: ModelDemand]
    /// Files where the rows say that they are.
    private let found: [String: ModelDemand]

    /// - Parameters:
    ///   - given: by their base names.
    ///   - found: by the rows' `model_filename`.
    package init(_ catalog: Catalog, given: [String: ModelDemand] = [:], found: [String: ModelDemand] = [:]) {
        self.catalog = catalog
        self.given = given
        self.found = found
    }

    /// How far counts may be from a row's: headers and tables of a few numbers are counted or not.
    private static let tolerance = 0.01

    /// - Throws: `Mismatch` where no model, or more than one, may be the row's.
    package func demand(of row: LlamaBenchRow) throws(Mismatch) -> ModelDemand {
        let base = row.baseName
        if let demand = given[base] ?? found[row.modelFilename] {
            guard let size = row.modelSize, !Self.agree(Double(demand.fileSize.bytes), Double(size.bytes)) else {
                return demand
            }
            throw Mismatch(
                "\(base) has \(demand.fileSize.gigabytes.significant(3)) GB of weights now, and had "
                    + "\(size.gigabytes.significant(3))")
        }
        return try known(row, base)
    }

    /// Why a row has no model.
    package struct Mismatch: Error, Hashable {
        package let reason: String

        init(_ reason: String) { self.reason = reason }
    }

    private static let remedy = "name its file with --gguf"

    private func known(_ row: LlamaBenchRow, _ base: String) throws(Mismatch) -> ModelDemand {
        guard let parameters = row.modelParameters, let size = row.modelSize else {
            throw Mismatch("\(base) is not here, and the row does not tell its size: \(Self.remedy)")
        }
        let models = catalog.models.filter { Self.agree(Double($0.countedWeights), Double(parameters)) }
        let demands = models.flatMap { model in
            catalog.formats.compactMap { format -> ModelDemand? in
                // A rough size first: the exact one is counted tensor by tensor.
                let rough = Double(parameters) * format.bitsPerWeight / 8 / Double(size.bytes)
                guard (0.7...1.4).contains(rough), let demand = ModelDemand(model, format),
                    Self.agree(Double(demand.fileSize.bytes), Double(size.bytes))
                else { return nil }
                return demand
            }
        }
        let exact = demands.filter { $0.fileSize == size }
        let near = exact.isEmpty ? demands : exact
        // "llama 1B BF16": formats of one size, F16 and BF16, are told apart by their names only.
        let named = near.filter { row.modelType?.hasSuffix(" \($0.format)") == true }
        let candidates = named.isEmpty ? near : named
        guard let first = candidates.first else {
            throw Mismatch("\(base) is not here, and no known model is like it: \(Self.remedy)")
        }
        guard candidates.allSatisfy({ $0.costsAsMuch(as: first) }) else {
            let names = candidates.map { "\($0.model.name) \($0.format)" }.joined(separator: ", ")
            throw Mismatch("\(base) is not here, and may be \(names): \(Self.remedy)")
        }
        return first
    }

    private static func agree(_ left: Double, _ right: Double) -> Bool {
        (left - right).magnitude <= tolerance * right
    }
}

extension LanguageModel {
    /// From its tensors where they are known.
    fileprivate var countedWeights: Int {
        tensors.map { $0.map(\.weights).reduce(0, +) } ?? Int(parametersBillion * 1e9)
    }
}

extension ModelDemand {
    /// Whether the same rows would be predicted for both: a model and its fine-tuned kin.
    fileprivate func costsAsMuch(as other: ModelDemand) -> Bool {
        matrices == other.matrices && model.layers == other.model.layers && model.heads == other.model.heads
            && model.kvNumbersPerLayer == other.model.kvNumbersPerLayer
    }
}
