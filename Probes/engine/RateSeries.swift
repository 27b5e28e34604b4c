import Catalog
import Engines
import ModelFiles
import Records
import Statistics

/// The rates of all models so far, by what they are of, in the order of their first samples.
struct RateSeries {
    private var order: [[String: String]] = []
    private var samples: [[String: String]: [Sample]] = [:]
    private var reasons: [[String: String]: String] = [:]

    /// Takes in what a test answered; what it did not answer has the reason.
    mutating func add(_ answer: EngineAnswer, of test: EngineTest, build: String, _ model: EngineModel) {
        for labels in Self.labels(test, build, model) where samples[labels] == nil {
            order.append(labels)
            samples[labels] = []
        }
        for row in answer.rows {
            let labels = Self.labels(row, build, model)
            let tokens = Double(max(row.prompt, row.generated))
            let values = row.samples.isEmpty ? [row.rate] : row.samples
            samples[labels, default: []] += values.filter { $0 > 0 }.map { Sample(value: $0, seconds: tokens / $0) }
        }
        guard let failure = answer.failure else { return }
        for labels in Self.labels(test, build, model) where samples[labels]?.isEmpty == true {
            reasons[labels] = reasons[labels] ?? failure
        }
    }

    /// One for each rate, or for why there is none.
    /// - Parameter ending: why there are no more samples.
    func measurements(ending: StopReason) -> [Measurement] {
        order.map { labels in
            let own = samples[labels] ?? []
            if own.isEmpty, let reason = reasons[labels] {
                return Measurement(EngineCell.quantity, unit: EngineCell.unit, labels: labels, notMeasured: reason)
            }
            return Measurement(
                EngineCell.quantity, unit: EngineCell.unit, labels: labels, samples: own, stopped: ending,
                better: .largest)
        }
    }

    private static func labels(_ test: EngineTest, _ build: String, _ model: EngineModel) -> [[String: String]] {
        test.threads.flatMap { threads in
            let prompts = test.prompts.map { labels("prompt", $0, threads, test.depth, build, model) }
            return prompts
                + (test.generated > 0 ? [labels("generation", test.generated, threads, test.depth, build, model)] : [])
        }
    }

    private static func labels(_ row: LlamaBenchRow, _ build: String, _ model: EngineModel) -> [String: String] {
        row.prompt > 0
            ? labels("prompt", row.prompt, row.threads, row.depth, build, model)
            : labels("generation", row.generated, row.threads, row.depth, build, model)
    }

    private static func labels(
        _ phase: String, _ tokens: Int, _ threads: Int, _ depth: Int, _ build: String, _ model: EngineModel
    ) -> [String: String] {
        [
            "build": build, "model": model.name, "format": model.mix.rawValue, "phase": phase,
            "threads": "\(threads)", "tokens": "\(tokens)", "depth": "\(depth)",
        ]
    }
}
