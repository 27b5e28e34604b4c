import Catalog

/// How the operations of one token are counted; a multiply-add is two.
package enum OperationCount: Hashable, Sendable {
    /// 2·N·d² with N layers of width d, as the source document has it: a twelfth of what Llama 2 7B needs.
    case document
    /// Two for each weight that is multiplied, and attention over the context.
    case matrixProducts
}

extension OperationCount {
    /// Of one generated token; nil where the catalogue lacks the model's heads.
    /// - Parameter context: tokens before it.
    package func generation(_ model: LanguageModel, context: Int) -> Double? {
        count(model, weights: model.activeParametersBillion * 1e9, context: Double(context))
    }

    /// Of one token of a prompt, on average; nil where the catalogue lacks the model's heads. The output matrix does
    /// not count: engines compute what follows for the last token only.
    /// - Parameter length: tokens in the prompt; each attends to itself and to those before it.
    package func prompt(_ model: LanguageModel, length: Int) -> Double? {
        let output = Double(model.vocabulary) * Double(model.embedding)
        let weights = model.activeParametersBillion * 1e9 - output
        return count(model, weights: weights, context: Double(length + 1) / 2)
    }

    private func count(_ model: LanguageModel, weights: Double, context: Double) -> Double? {
        switch self {
        case .document:
            return 2 * Double(model.layers) * Double(model.embedding) * Double(model.embedding)
        case .matrixProducts:
            guard let heads = model.heads, let headDimension = model.headDimension else { return nil }
            return 2 * weights + 4 * Double(model.layers) * Double(heads) * Double(headDimension) * context
        }
    }
}
