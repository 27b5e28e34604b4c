import Catalog
import Quantities

/// What a model would do on a machine that nobody has measured.
package struct TheoreticalForecast: Hashable, Sendable {
    package let demand: ModelDemand
    package let fileSize: ByteCount
    /// Whether it fits into the memory; nil where that is not known.
    package let fits: Bool?
    /// TG of the simple model: theoretical bandwidth over the file's size, of experts over the bytes that a token
    /// reads; no engine reaches it. Nil where it does not fit.
    package let ceiling: TokenRate?
    /// With the shares of theory that machines of its class reached, on one socket; nil likewise.
    package let generation: Estimate<TokenRate>?
    /// Nil where the peak in the type that engines multiply in, or the share of it, is not known.
    package let prompt: Estimate<TokenRate>?
    /// Nil where prompts are not known.
    package let useCases: [UseCaseForecast]?
}

/// Forecasts models on a machine that nobody has measured.
package struct TheoreticalForecaster: Sendable {
    private let facts: MachineFacts
    private let share: ReachedShare?
    private let scenario: Scenario

    package init(_ facts: MachineFacts, share: ReachedShare?, scenario: Scenario) {
        self.facts = facts
        self.share = share
        self.scenario = scenario
    }

    /// Nil where the machine's bandwidth is not known.
    package func forecast(_ demand: ModelDemand, fileSize: ByteCount? = nil) -> TheoreticalForecast? {
        guard let all = facts.theoreticalBandwidth else { return nil }
        let needed = demand.memoryNeeded(context: max(scenario.context, scenario.prompt), batch: scenario.batch)
        let fits = facts.capacity.map { needed <= $0.value }
        let size = fileSize ?? demand.fileSize
        let mayFit = fits != false
        let useCases = mayFit ? UseCase.allCases.compactMap { useCase(demand, size, $0) } : []
        return TheoreticalForecast(
            demand: demand, fileSize: size, fits: fits,
            ceiling: mayFit ? TokenRate(value: Double(scenario.batch) * all.value / readBytes(demand, size)) : nil,
            generation: mayFit ? generation(demand, size, context: scenario.context) : nil,
            prompt: mayFit ? prompt(demand, length: scenario.prompt) : nil,
            useCases: useCases.count == UseCase.allCases.count ? useCases : nil)
    }

    /// Threads and model on one socket: engines gain little from a second one, or lose.
    private func generation(_ demand: ModelDemand, _ size: ByteCount, context: Int) -> Estimate<TokenRate>? {
        guard let share, let socket = facts.bandwidthPerSocket else { return nil }
        let batch = Double(scenario.batch)
        let cache = Double(demand.model.kvCache(context: context)?.bytes ?? 0) * batch
        let read = readBytes(demand, size) + cache
        return share.stream.map { TokenRate(value: batch * socket.value * $0 / read) }
    }

    /// For a step of all sequences: the file, as people reckon and as shares of theory are told; of experts those that
    /// the sequences touch.
    private func readBytes(_ demand: ModelDemand, _ size: ByteCount) -> Double {
        demand.model.experts > 0 ? demand.streamedBytes(tokens: Double(scenario.batch)) : Double(size.bytes)
    }

    private func prompt(_ demand: ModelDemand, length: Int) -> Estimate<TokenRate>? {
        guard let share = share?.prompt, let peak = facts.peak("int8"), demand.isQuantized,
            let operations = OperationCount.matrixProducts.prompt(demand.model, length: length), operations > 0
        else { return nil }
        let socket = peak / Double(max(1, facts.sockets?.value ?? 1))
        return share.map { TokenRate(value: socket.value * $0 / operations) }
    }

    /// Nil where prompts are not known.
    private func useCase(_ demand: ModelDemand, _ size: ByteCount, _ useCase: UseCase) -> UseCaseForecast? {
        let middle = useCase.prompt + useCase.answer / 2
        guard let prompt = prompt(demand, length: useCase.prompt),
            let generation = generation(demand, size, context: middle)
        else { return nil }
        return UseCaseForecast(
            useCase: useCase, prompt: prompt.seconds(for: useCase.prompt),
            answer: generation.seconds(for: useCase.answer))
    }
}

extension ModelDemand {
    /// Of weights, for a step of so many sequences.
    fileprivate func streamedBytes(tokens: Double) -> Double {
        matrices.reduce(0) { $0 + $1.bytes * ($1.use == .expert ? touchedExperts(tokens: tokens) : 1) }
    }

    /// Whether engines multiply its prompts in integers.
    fileprivate var isQuantized: Bool { matrices.first?.type.isPlain == false }
}

extension Estimate<TokenRate> {
    /// Low where the rate is high.
    fileprivate func seconds(for tokens: Int) -> Estimate<Double> {
        Estimate<Double>(
            median: Double(tokens) / median.value, low: Double(tokens) / high.value,
            high: Double(tokens) / low.value)
    }
}
