import Catalog
import Glibc
import Quantities
import Statistics

extension FittedModel {
    /// What the engine will do with a model.
    package func predict(_ demand: ModelDemand, _ scenario: Scenario = Scenario()) -> Prediction {
        let needed = demand.memoryNeeded(
            context: max(scenario.context, scenario.prompt), batch: scenario.batch)
        let fits = rates.memory.map { needed.bytes <= $0.bytes } ?? true
        let afterPrompt = Scenario(prompt: scenario.prompt, context: scenario.prompt)
        let step = fits ? time(demand) { $0.generation(scenario)?.total } : nil
        let prompt = fits && rates.hasPrompts ? time(demand) { $0.prompt(scenario)?.total } : nil
        let first =
            prompt == nil
            ? nil
            : time(demand) { sum in
                sum.prompt(scenario).flatMap { whole in sum.generation(afterPrompt).map { whole.total + $0.total } }
            }
        return Prediction(
            demand: demand, scenario: scenario, placement: rates.placement, threads: rates.threads,
            generation: step.map { Self.rate(Double(scenario.batch), in: $0) },
            prompt: prompt.map { Self.rate(Double(scenario.prompt), in: $0) }, firstToken: first,
            bound: fits ? bound(demand, scenario) : .doesNotFit, substitutes: substitutes(demand),
            nearness: nearness(demand), memoryNeeded: needed)
    }

    /// How many standard deviations hold 90 %.
    private static let ninety = 1.645
    /// The 95 % interval of a rate, in standard deviations.
    private static let ninetyFive = 2 * 1.96

    /// A time and its 90 % interval: from the profile's uncertainty, that of the rates, and the engine's own scatter.
    func time(_ demand: ModelDemand, _ seconds: @escaping (TimeSum) -> Double?) -> Estimate<Double>? {
        let mean = profile.belief.mean
        let at = { (point: [Double]) in seconds(TimeSum(self, demand, point: point)) }
        guard let median = at(mean), median > 0 else { return nil }
        let gradient = Belief.gradient(of: { log(at($0) ?? median) }, at: mean, places: usedPlaces(demand))
        let fromProfile = profile.belief.deviation(along: gradient)
        let fromRates = rateDeviation(demand, seconds)
        let deviation =
            (fromProfile * fromProfile + fromRates * fromRates + profile.noise * profile.noise).squareRoot()
        let factor = exp(Self.ninety * deviation)
        return Estimate(median: median, low: median / factor, high: median * factor)
    }

    /// What the rates' intervals make of a time, as a standard deviation of its logarithm: each was measured in turns
    /// of its own, so that their errors add up as squares.
    private func rateDeviation(_ demand: ModelDemand, _ seconds: (TimeSum) -> Double?) -> Double {
        let mean = profile.belief.mean
        let squares = TimeSum.rates(demand).map { rate -> Double in
            let ends = [\Estimate<Double>.low, \.high].compactMap { end in
                seconds(TimeSum(self, demand, point: mean, moved: (rate, end)))
            }
            guard ends.count == 2, ends[0] > 0, ends[1] > 0 else { return 0 }
            let deviation = log(ends[0] / ends[1]) / Self.ninetyFive
            return deviation * deviation
        }
        return squares.reduce(0, +).squareRoot()
    }

    /// Places of the parameters on which a model's times depend.
    func usedPlaces(_ demand: ModelDemand) -> [Int] {
        let types = Set(demand.matrices.map(\.type))
        let ofFormats = types.flatMap { [place(of: .generation($0)), place(of: .prompt($0))] }
        let ofShapes = types.compactMap { shapes(of: $0) }.flatMap { shapes in
            [
                shapes.generation.flatMap { place(of: .generationShape($0)) },
                shapes.prompt.flatMap { place(of: .promptShape($0)) },
            ]
        }
        let others: [EngineProfile.Parameter] = [
            .expertPrompt, .attention, .promptAttention, .layer, .token, .promptElement, .barriers,
        ]
        return Set((ofFormats + ofShapes + others.map { place(of: $0) }).compactMap(\.self)).sorted()
    }

    /// So many tokens in a time.
    static func rate(_ tokens: Double, in time: Estimate<Double>) -> Estimate<TokenRate> {
        Estimate(
            median: TokenRate(value: tokens / time.median), low: TokenRate(value: tokens / time.high),
            high: TokenRate(value: tokens / time.low))
    }

    private func bound(_ demand: ModelDemand, _ scenario: Scenario) -> Prediction.Bound {
        guard let time = generationTime(demand, scenario) else { return .notMeasured }
        let isPlain = demand.matrices.first?.type.isPlain == true
        let products: Prediction.Bound =
            time.streaming >= time.multiplying
            ? .memory
            : isPlain ? .multiplication(cores: rates.threads) : .dequantization(cores: rates.threads)
        let terms: [(Double, Prediction.Bound)] = [
            (time.matrices, products), (time.attention, .attention), (time.synchronization, .synchronization),
            (time.other, .overhead),
        ]
        return terms.max { $0.0 < $1.0 }?.1 ?? .notMeasured
    }
}
