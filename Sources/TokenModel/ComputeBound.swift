import Catalog
import Quantities

/// The peak of all cores, and the share of it that they reach together.
package struct ComputePeak: Hashable, Sendable {
    /// F_cpu: the sum of what each core reaches alone.
    package let total: ComputeRate
    /// E_par.
    package let efficiency: Double
    /// What all cores reach together, total × efficiency, with its interval.
    package let together: Estimate<ComputeRate>

    /// - Parameter together: nil where the product has no interval.
    package init(total: ComputeRate, efficiency: Double, together: Estimate<ComputeRate>? = nil) {
        self.total = total
        self.efficiency = efficiency
        self.together = together ?? Estimate(exactly: total * efficiency)
    }

    /// Of cores of several kinds.
    package init(_ groups: [CoreGroup], efficiency: Double) {
        self.init(total: SimpleModel.peakCompute(groups), efficiency: efficiency)
    }
}

/// What limits a model's speed by its operations: the cores' peak, and how the operations of a token are counted.
package struct ComputeBound: Hashable, Sendable {
    package let peak: ComputePeak
    package let counting: OperationCount
    /// Tokens in the prompt; the tokens generated after it have that context.
    package let prompt: Int

    package init(peak: ComputePeak, counting: OperationCount, prompt: Int) {
        self.peak = peak
        self.counting = counting
        self.prompt = prompt
    }

    /// PP; nil where the model's operations are not known.
    package func promptRate(_ model: LanguageModel) -> Estimate<TokenRate>? {
        counting.prompt(model, length: prompt).map(rate)
    }

    /// TG, if memory did not limit it; nil where the model's operations are not known.
    package func generationRate(_ model: LanguageModel) -> Estimate<TokenRate>? {
        counting.generation(model, context: prompt).map(rate)
    }

    private func rate(_ operations: Double) -> Estimate<TokenRate> {
        // E_par is in the rate of all cores together already.
        peak.together.map { SimpleModel.computeBoundRate(peak: $0, efficiency: 1, operationsPerToken: operations) }
    }
}
