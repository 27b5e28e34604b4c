import ArgumentParser
import TokenModel

/// How long prompts and contexts are, and how many run together.
struct ScenarioOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Tokens in the KV cache when generation starts.", valueName: "count"))
    var context = 0

    @Option(help: ArgumentHelp("Tokens of the prompt, which comes into an empty cache.", valueName: "count"))
    var prompt = 512

    @Option(help: ArgumentHelp("Sequences generated together.", valueName: "count"))
    var batch = 1

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
    }

    var scenario: Scenario { Scenario(prompt: prompt, context: context, batch: batch) }
}
