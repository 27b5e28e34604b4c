import ArgumentParser
import Quantities
import Report
import TokenModel

/// What is asked of each model.
struct QuestionOptions: ParsableArguments {
    @OptionGroup var tokens: ScenarioOptions

    @Option(help: ArgumentHelp("What the machine costs: tells token/s for each 1000 of it.", valueName: "number"))
    var price: Double?

    @Option(
        help: ArgumentHelp("A graphics card's GB/s: layers that fit into its memory go there.", valueName: "number"))
    var gpuBandwidth: CardBandwidth?

    @Option(help: ArgumentHelp("Its memory: 24GB.", valueName: "size"))
    var gpuMemory: CardMemory?

    func validate() throws {
        if let price, Price(price) == nil { throw ValidationError("--price \(price): a price is more than nothing") }
        guard (gpuBandwidth == nil) == (gpuMemory == nil) else {
            throw ValidationError("--gpu-bandwidth and --gpu-memory: a card has both, name both")
        }
        if let gpuBandwidth, !(1e-3...1e9).contains(gpuBandwidth.bandwidth.gigabytesPerSecond) {
            throw ValidationError("--gpu-bandwidth: a card has 0.001 to 10^9 GB/s")
        }
    }

    var question: Forecaster.Question {
        var card: GraphicsCard?
        if let gpuBandwidth, let gpuMemory {
            card = GraphicsCard(bandwidth: gpuBandwidth.bandwidth, memory: gpuMemory.size)
        }
        return Forecaster.Question(
            tokens.scenario, card: card, price: price.flatMap(Price.init))
    }
}
