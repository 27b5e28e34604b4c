/// What is asked for: how long the prompt is, how much the KV cache holds, how many sequences run together.
package struct Scenario: Hashable, Sendable {
    /// Tokens of the prompt, into an empty cache.
    package let prompt: Int
    /// Tokens in the KV cache when generation starts.
    package let context: Int
    /// Sequences generated together.
    package let batch: Int

    package init(prompt: Int = 512, context: Int = 0, batch: Int = 1) {
        self.prompt = prompt
        self.context = context
        self.batch = batch
    }
}
