import ArgumentParser
import Quantities
import Report
import TokenModel

/// What is asked of each model.
struct QuestionOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Tokens in the KV cache when generation starts.", valueName: "count"))
    var context = 0

    @Option(help: ArgumentHelp("Tokens of the prompt, which comes into an empty cache.", valueName: "count"))
    var prompt = 512

    @Option(help: ArgumentHelp("Sequences generated together.", valueName: "count"))
    var batch = 1

    @Option(help: ArgumentHelp("What the machine costs: tells token/s for each 1000 of it.", valueName: "number"))
    var price: Double?

    @Option(
        help: ArgumentHelp("A graphics card's GB/s: layers that fit into its memory go there.", valueName: "number"))
    var gpuBandwidth: CardBandwidth?

    @Option(help: ArgumentHelp("Its memory: 24GB.", valueName: "size"))
    var gpuMemory: CardMemory?

    func validate() throws {
        // Attention's operations grow with the square of the length; no model has a longer context.
        guard (0...1 << 24).contains(context) else {
            throw ValidationError("--context \(context): a cache has 0 to 16777216 tokens")
        }
        guard (1...1 << 24).contains(prompt) else {
            throw ValidationError("--prompt \(prompt): a prompt has 1 to 16777216 tokens")
        }
        guard (1...1 << 16).contains(batch) else {
            throw ValidationError("--batch \(batch): 1 to 65536 sequences are generated together")
        }
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
            Scenario(prompt: prompt, context: context, batch: batch), card: card, price: price.flatMap(Price.init))
    }
}
