import Catalog
import Glibc

/// The score of localscore.ai, estimated: it tells of a machine and a model together.
package enum LocalScore {
    /// Tokens of the prompt and of the answer, over which the benchmark takes its means.
    package static let shapes: [(prompt: Int, answer: Int)] = [
        (1024, 16), (4096, 256), (2048, 256), (2048, 768), (1024, 1024), (1280, 3072), (384, 1152), (64, 1024),
        (16, 1536),
    ]

    /// - Parameters:
    ///   - promptRate: tokens per second, the mean over the shapes, as the next two.
    ///   - firstToken: seconds.
    package static func score(promptRate: Double, generationRate: Double, firstToken: Double) -> Double {
        10 * cbrt(promptRate * generationRate / firstToken)
    }
}

extension FittedModel {
    /// The score of a model; nil where it does not fit, or prompts were not measured.
    package func localScore(_ demand: ModelDemand) -> Estimate<Double>? {
        let longest = LocalScore.shapes.map { $0.prompt + $0.answer }.max() ?? 0
        guard rates.hasPrompts, fits(demand, context: longest) else { return nil }
        // A score falls as times grow, so its inverse is to an interval what a time is.
        let inverse = time(demand) { $0.localScore.map { 1 / $0 } }
        return inverse.map { Estimate(median: 1 / $0.median, low: 1 / $0.high, high: 1 / $0.low) }
    }
}

extension TimeSum {
    fileprivate var localScore: Double? {
        var (promptRate, generationRate, firstToken) = (0.0, 0.0, 0.0)
        for shape in LocalScore.shapes {
            guard let prompt = prompt(Scenario(prompt: shape.prompt))?.total,
                let step = generation(Scenario(context: shape.prompt))?.total,
                let answer = answer(shape.answer, after: shape.prompt)
            else { return nil }
            promptRate += Double(shape.prompt) / prompt
            generationRate += Double(shape.answer) / answer
            firstToken += prompt + step
        }
        let count = Double(LocalScore.shapes.count)
        return LocalScore.score(
            promptRate: promptRate / count, generationRate: generationRate / count, firstToken: firstToken / count)
    }
}
