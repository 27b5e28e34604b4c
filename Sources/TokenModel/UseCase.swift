/// What people do with a language model, as a prompt's length and an answer's.
package enum UseCase: String, CaseIterable, Hashable, Sendable {
    case uc1 = "UC1"
    case uc2 = "UC2"
    case uc3 = "UC3"
    case uc4 = "UC4"

    /// Tokens of the prompt.
    package var prompt: Int {
        switch self {
        case .uc1: 1024
        case .uc2: 4096
        case .uc3: 1280
        case .uc4: 384
        }
    }

    /// Tokens that are generated.
    package var answer: Int {
        switch self {
        case .uc1: 16
        case .uc2: 256
        case .uc3: 3072
        case .uc4: 1152
        }
    }

    /// "classification, keyword extraction".
    package var examples: String {
        switch self {
        case .uc1: "classification, keyword extraction"
        case .uc2: "questions about a long document, summary"
        case .uc3: "reasoning, long texts, code"
        case .uc4: "explanation, short code"
        }
    }
}

extension UseCase {
    /// What a speed is good for; the best first.
    package enum Verdict: String, CaseIterable, Hashable, Sendable {
        case interactive
        case background
        case offline = "off-line"
        case nonViable = "non-viable"

        /// - Parameters:
        ///   - prompt: seconds until the prompt is processed.
        ///   - answer: seconds to generate the answer.
        ///   - tokens: of the answer.
        package init(prompt: Double, answer: Double, tokens: Int) {
            let rate = Double(tokens) / answer
            self =
                if prompt < Self.longestWait, rate > Self.readingSpeed {
                    .interactive
                } else if prompt + answer <= Self.coffeeBreak {
                    .background
                } else if prompt + answer <= Self.night {
                    .offline
                } else {
                    .nonViable
                }
        }

        /// Seconds that a person waits for the first word.
        private static let longestWait = 5.0
        /// Tokens per second; a person reads no faster.
        private static let readingSpeed = 10.0
        /// Seconds.
        private static let coffeeBreak = 300.0
        private static let night = 8 * 3600.0
    }
}
