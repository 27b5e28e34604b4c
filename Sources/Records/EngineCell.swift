import Statistics

/// A rate that an engine was measured to have on a model of random weights, with its labels read.
package struct EngineCell: Sendable {
    package let measurement: Measurement
    /// Which build, by its id in the details.
    package let build: String
    /// Which model, by its name in the details.
    package let model: String
    package let format: String
    package let phase: Phase
    package let threads: Int
    /// Tokens of the prompt, or tokens that were generated.
    package let tokens: Int
    /// Tokens in the KV cache before them.
    package let depth: Int

    package static let quantity = "engine_rate"
    package static let unit = "tokens/s"

    /// What the engine did.
    package enum Phase: String, CaseIterable, Sendable {
        case generation, prompt
    }

    /// Nil where the measurement is none of an engine's rates.
    package init?(_ measurement: Measurement) {
        // A record is made by others: sums and products of these must not overflow.
        func number(_ label: String, _ possible: ClosedRange<Int>) -> Int? {
            measurement.labels[label].flatMap { Int($0) }.flatMap { possible ~= $0 ? $0 : nil }
        }
        let labels = measurement.labels
        guard measurement.quantity == Self.quantity, let build = labels["build"], let model = labels["model"],
            let format = labels["format"], let phase = labels["phase"].flatMap(Phase.init),
            let threads = number("threads", 1...65_536),
            let tokens = number("tokens", 1...1 << 24)
        else { return nil }
        self.measurement = measurement
        self.build = build
        self.model = model
        self.format = format
        self.phase = phase
        self.threads = threads
        self.tokens = tokens
        depth = number("depth", 0...1 << 24) ?? 0
    }

    package var summary: Summary? { measurement.summary }
    package var reason: String { measurement.notMeasured ?? "no reason was recorded" }

    /// "prompt of 512" or "generation after 2048 tokens".
    package var phaseText: String {
        switch phase {
        case .prompt: "prompt of \(tokens)"
        case .generation: "generation" + (depth > 0 ? " after \(depth) tokens" : "")
        }
    }

    /// The standard deviation of its samples, as a share of their mean; 0 of one.
    package var spread: Double {
        let values = measurement.samples.map(\.value)
        guard values.count > 1 else { return 0 }
        let mean = values.reduce(0, +) / Double(values.count)
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return mean > 0 ? (squares / Double(values.count - 1)).squareRoot() / mean : 0
    }
}

/// How fast memory was read between an engine's runs: the pulse that shows whether the machine stayed as it was.
package enum EnginePulse {
    package static let quantity = "pulse"
    package static let unit = "GB/s"
}
