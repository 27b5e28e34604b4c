import Records

/// One line of a check-up: what was found, what it does to a measurement, and what to do about it.
package struct Diagnosis: Codable, Hashable, Sendable {
    /// A name for scripts, which stays the same: "cpu-quota".
    package let check: String
    package let state: State
    package let what: String
    /// Empty where there is none.
    package let effect: String
    /// Empty where there is none, or none is needed.
    package let remedy: String

    /// How grave it is, the gravest first.
    package enum State: String, CaseIterable, Codable, Sendable {
        /// It makes figures wrong or prevents them.
        case bad
        /// Nobody here tells.
        case unknown
        /// It limits what figures mean, and a record of a measurement says so.
        case note
        case ok
    }

    package init(_ check: String, _ state: State, _ what: String, effect: String = "", remedy: String = "") {
        self.check = check
        self.state = state
        self.what = what
        self.effect = effect
        self.remedy = remedy
    }
}

extension Diagnosis {
    /// What a record of a measurement would say, in three parts: up to its first colon or semicolon, what stands
    /// between, and its last sentence, which is what to do.
    package init(_ check: String, _ state: State, _ caveat: Caveat) {
        var sentences = Self.sentences(caveat.text)
        let remedy = sentences.count > 1 ? sentences.removeLast() : ""
        let first = sentences.isEmpty ? "" : sentences.removeFirst()
        let parts = Self.parted(first)
        let effect = ([parts.rest] + sentences).filter { !$0.isEmpty }.joined(separator: " ")
        self.init(
            check, state, Self.unstopped(parts.head), effect: Self.unstopped(effect), remedy: Self.unstopped(remedy))
    }

    /// What a program would refuse with.
    package init(_ check: String, _ failure: Failure, effect: String) {
        self.init(
            check, .bad, "Cannot \(failure.operation): \(failure.cause)", effect: effect, remedy: failure.remedy)
    }

    /// An obstacle's reason, and its last sentence, which is what to do.
    init(_ check: String, obstacle: String, effect: String) {
        var sentences = Self.sentences(obstacle)
        let remedy = sentences.count > 1 ? sentences.removeLast() : ""
        self.init(check, .bad, Self.unstopped(sentences.joined(separator: " ")), effect: effect, remedy: remedy)
    }

    /// The sentences of a text, each with its full stop.
    private static func sentences(_ text: String) -> [String] {
        var sentences: [String] = []
        var sentence = ""
        for character in text {
            if character == " ", sentence.hasSuffix(".") {
                sentences.append(sentence)
                sentence = ""
            } else {
                sentence.append(character)
            }
        }
        return sentence.isEmpty ? sentences : sentences + [sentence]
    }

    /// Without the last full stop: a cell is no sentence, and a command at its end is there to be copied.
    private static func unstopped(_ text: String) -> String { text.hasSuffix(".") ? String(text.dropLast()) : text }

    private static func parted(_ sentence: String) -> (head: String, rest: String) {
        let characters = Array(sentence)
        let cut = characters.indices.dropLast().first { ":;".contains(characters[$0]) && characters[$0 + 1] == " " }
        guard let cut else { return (sentence, "") }
        let rest = String(characters[(cut + 2)...])
        return (String(characters[..<cut]), rest.prefix(1).uppercased() + rest.dropFirst())
    }
}
