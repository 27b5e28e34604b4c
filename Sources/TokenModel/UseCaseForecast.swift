import Catalog

/// What a model is good for on a machine.
package struct UseCaseForecast: Hashable, Sendable {
    package let useCase: UseCase
    /// Seconds until the prompt is processed, and those to generate the answer; nil where the model does not fit.
    package let prompt: Estimate<Double>?
    package let answer: Estimate<Double>?

    /// At the medians.
    package var verdict: UseCase.Verdict { verdict(at: \.median) }

    /// The best and the worst that the intervals allow.
    package var range: (best: UseCase.Verdict, worst: UseCase.Verdict) { (verdict(at: \.low), verdict(at: \.high)) }

    private func verdict(at end: KeyPath<Estimate<Double>, Double>) -> UseCase.Verdict {
        guard let prompt, let answer else { return .nonViable }
        return UseCase.Verdict(
            prompt: prompt[keyPath: end], answer: answer[keyPath: end], tokens: useCase.answer)
    }
}

extension FittedModel {
    /// What the machine is good for with a model, alone on it; nil where prompts were not measured.
    package func useCases(_ demand: ModelDemand) -> [UseCaseForecast]? {
        guard rates.hasPrompts else { return nil }
        var forecasts: [UseCaseForecast] = []
        for useCase in UseCase.allCases {
            guard fits(demand, context: useCase.prompt + useCase.answer) else {
                forecasts.append(UseCaseForecast(useCase: useCase, prompt: nil, answer: nil))
                continue
            }
            let prompt = time(demand) { $0.prompt(Scenario(prompt: useCase.prompt))?.total }
            let answer = time(demand) { $0.answer(useCase.answer, after: useCase.prompt) }
            guard let prompt, let answer else { return nil }
            forecasts.append(UseCaseForecast(useCase: useCase, prompt: prompt, answer: answer))
        }
        return forecasts
    }

    /// Whether a model and its KV cache fit into the placement's memory with a tenth to spare.
    func fits(_ demand: ModelDemand, context: Int, batch: Int = 1) -> Bool {
        rates.memory.map { demand.memoryNeeded(context: context, batch: batch) <= $0 } ?? true
    }
}

extension TimeSum {
    /// Seconds to generate so many tokens one after the other; the context grows with each. A step's time is all but a
    /// straight line against the context, so Simpson's rule over three points is off by less than 0.1 %.
    func answer(_ tokens: Int, after prompt: Int) -> Double? {
        let steps = [0, tokens / 2, tokens].map { generation(Scenario(context: prompt + $0))?.total }
        guard let first = steps[0], let middle = steps[1], let last = steps[2] else { return nil }
        return Double(tokens) * (first + 4 * middle + last) / 6
    }
}
