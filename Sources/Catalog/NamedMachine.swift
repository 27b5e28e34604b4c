/// A machine that somebody names.
package struct NamedMachine: Hashable, Sendable {
    /// As the catalogue writes it, with the number of sockets where they are several: "2x EPYC 9755".
    package let name: String
    package let sockets: Int
    /// Nil where only the family is named or known.
    package let processor: Processor?
    /// The family; where several are possible, of each quantity the lowest, with the range.
    package let platform: Platform
}

extension Catalog {
    /// The machine of "2x EPYC 9755" (a CPU), "EPYC 9555X" (not known itself, but what family it is of) or "EPYC 9005"
    /// (a family); nil where the text means none: `suggestions` has what comes near it.
    package func machine(named text: String) -> NamedMachine? {
        let (sockets, text) = Self.sockets(text)
        guard (1...16).contains(sockets) else { return nil }
        let prefix = sockets > 1 ? "\(sockets)x " : ""
        if let processor = processor(named: text), let platform = platform(of: processor) {
            return NamedMachine(
                name: prefix + processor.name, sockets: sockets, processor: processor, platform: platform)
        }
        let name = CPUName(text)
        guard name.isTelling else { return nil }
        let series = platforms.filter { name.namesSeries(CPUName($0.name)) }
        if let platform = Platform.lowest(of: series) {
            return NamedMachine(name: prefix + platform.name, sockets: sockets, processor: nil, platform: platform)
        }
        let alike = Self.named(name, among: platforms, whole: .needed) { !$0.isBrandOnly }
        guard let platform = Platform.lowest(of: alike) else {
            // "epyc-9755": of a name without spaces its first hyphen is one.
            guard !text.contains(" "), let hyphen = text.firstIndex(of: "-") else { return nil }
            let spaced = text.replacingCharacter(at: hyphen, with: " ")
            return machine(named: prefix + spaced)
        }
        let typed = text.split(separator: " ").joined(separator: " ")
        return NamedMachine(name: prefix + typed, sockets: sockets, processor: nil, platform: platform)
    }

    /// "2x Xeon Gold 5218" and "2 × Xeon Gold 5218" have two sockets; what tells no number has one.
    static func sockets(_ text: String) -> (Int, String) {
        let text = String(text.prefix(256))
        let trimmed = text.drop { $0 == " " }
        let digits = trimmed.prefix { ("0"..."9").contains($0) }
        let rest = trimmed.dropFirst(digits.count).drop { $0 == " " }
        // "9950X" is no number of sockets.
        guard digits.count <= 2, let sign = rest.first, sign == "x" || sign == "X" || sign == "×",
            let sockets = Int(digits)
        else {
            return (1, text)
        }
        return (sockets, String(rest.dropFirst()))
    }
}

extension String {
    fileprivate func replacingCharacter(at index: Index, with text: String) -> String {
        self[..<index] + text + self[self.index(after: index)...]
    }
}
