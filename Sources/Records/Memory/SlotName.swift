/// What the name of a slot, or of its bank, says: "P1-DIMMA1" is socket 1, letter A, index 1.
struct SlotName {
    var socket: Int?
    var node: Int?
    var controller: Int?
    /// After a word for a channel: "A", "0".
    var channel: String?
    /// The number after DIMM or SLOT.
    var number: Int?
    /// The number after BANK.
    var bank: Int?
    /// A letter that stands alone: A of "DIMM_A1" and of "DIMM 1A".
    var letter: String?
    /// The number after that letter.
    var index: Int?
    /// Whether the name has a word for a processor as HPE writes it: "PROC 1 DIMM 3".
    var hasProc = false
    /// Whether it is a letter and a number and nothing else, as Dell writes it: "A1".
    var isBare: Bool { tokenCount == 2 && letter != nil && index != nil }
    private var tokenCount = 0

    /// Which string of a module it is: in a bank, "P0" alone is a socket, while a slot may be called P0.
    enum Place { case locator, bank }

    init(_ text: String, _ place: Place) {
        let tokens = Self.tokens(text)
        tokenCount = tokens.count
        var at = 0
        while at < tokens.count { at += take(tokens[at...], place) }
    }

    /// Takes the first token and what belongs to it; gives how many were taken.
    private mutating func take(_ rest: ArraySlice<Token>, _ place: Place) -> Int {
        let next = rest.dropFirst().first
        switch rest.first?.kind {
        case .word(let word): return takeWord(word, next)
        case .number(let value):
            // "1A": a letter that touches the number.
            if number == nil, letter == nil, case .letter(let name) = next?.kind, next?.isApart == false {
                (number, letter) = (value, name)
                return 2
            }
            number = number ?? value
            return 1
        case .letter(let name): return takeLetter(name, rest, place)
        case nil: return 1
        }
    }

    private mutating func takeWord(_ word: String, _ next: Token?) -> Int {
        switch (word, next?.kind) {
        case ("CPU", .number(let value)), ("SOCKET", .number(let value)), ("SKT", .number(let value)),
            ("PROCESSOR", .number(let value)), ("PROC", .number(let value)):
            socket = socket ?? value
            hasProc = hasProc || word == "PROC"
            return 2
        case ("NODE", .number(let value)):
            node = node ?? value
            return 2
        case ("CONTROLLER", .number(let value)), ("IMC", .number(let value)), ("MC", .number(let value)):
            controller = controller ?? value
            return 2
        case ("CHANNEL", .number(let value)), ("CHAN", .number(let value)), ("CH", .number(let value)):
            channel = channel ?? "\(value)"
            return 2
        case ("CHANNEL", .letter(let name)), ("CHAN", .letter(let name)), ("CH", .letter(let name)):
            channel = channel ?? name
            return 2
        case ("BANK", .number(let value)):
            bank = bank ?? value
            return 2
        // "DDR4_A1" tells the kind before the slot.
        case ("DDR", .number): return 2
        default: return 1
        }
    }

    private mutating func takeLetter(_ name: String, _ rest: ArraySlice<Token>, _ place: Place) -> Int {
        guard case .number(let value) = rest.dropFirst().first?.kind else {
            if number == nil { letter = letter ?? name }
            return 1
        }
        if socket == nil, name == "P" || name == "S", place == .bank || rest.count > 2 {
            socket = value
        } else if name == "N", place == .bank {
            node = node ?? value
        } else if name == "C", case .letter("D") = rest.dropFirst(2).first?.kind, rest.count == 4 {
            // "CPU0_C0D1": channel 0, slot 1.
            channel = channel ?? "\(value)"
        } else if name == "D", channel != nil {
            number = number ?? value
        } else if letter == nil, number == nil {
            (letter, index) = (name, value)
        }
        return 2
    }
}

extension SlotName {
    /// A part of a name, and whether something that is neither letter nor digit stands before it.
    struct Token {
        enum Kind {
            case word(String)
            case letter(String)
            case number(Int)
        }
        let kind: Kind
        let isApart: Bool
    }

    /// Longer words first, so that SOCKET is not taken for something shorter.
    private static let words = [
        "CONTROLLER", "PROCESSOR", "CHANNEL", "SODIMM", "SOCKET", "NODE", "DIMM", "PROC", "BANK", "SLOT", "CHAN",
        "CPU", "SKT", "IMC", "RAM", "MC", "CH",
    ]

    /// Runs of letters and of digits of the first 96 bytes: no board has longer names, and a hostile one may.
    static func tokens(_ text: String) -> [Token] {
        var found: [Token] = []
        var run: [UInt8] = []
        var isApart = true
        var startsApart = true
        func close() {
            guard let first = run.first else { return }
            if isDigit(first) {
                found.append(Token(kind: .number(number(run)), isApart: startsApart))
            } else {
                found += split(String(decoding: run, as: UTF8.self), isApart: startsApart)
            }
            run = []
        }
        for byte in text.utf8.prefix(96) {
            let upper = byte >= 0x61 && byte <= 0x7A ? byte - 0x20 : byte
            let isText = upper >= 0x41 && upper <= 0x5A
            if let last = run.last, !isDigit(upper) && !isText || isDigit(last) != isDigit(upper) { close() }
            guard isDigit(upper) || isText else {
                isApart = true
                continue
            }
            if run.isEmpty { startsApart = isApart }
            run.append(upper)
            isApart = false
        }
        close()
        return found
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    /// At most a million, which is no slot's number.
    private static func number(_ digits: [UInt8]) -> Int {
        digits.reduce(0) { min(1_000_000, $0 * 10 + Int($1 - 0x30)) }
    }

    /// "DIMMA" is a word and a letter.
    private static func split(_ run: String, isApart: Bool) -> [Token] {
        var rest = Substring(run)
        var found: [Token] = []
        while !rest.isEmpty {
            let isFirst = found.isEmpty
            if let word = words.first(where: { rest.hasPrefix($0) }) {
                found.append(Token(kind: .word(word), isApart: isFirst && isApart))
                rest = rest.dropFirst(word.count)
            } else {
                let kind: Token.Kind =
                    rest.count == 1 ? .letter(String(rest)) : .word(rest.hasSuffix("DIMM") ? "DIMM" : String(rest))
                found.append(Token(kind: kind, isApart: isFirst && isApart))
                rest = ""
            }
        }
        return found
    }
}
