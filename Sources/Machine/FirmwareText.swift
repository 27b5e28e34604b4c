/// Strings that firmware made: padded, of any length, and full of words that mean nothing.
enum FirmwareText {
    /// The longest name that is kept, in characters: a slot's has some ten.
    static let longest = 64

    /// Printable, without white space at its ends, and at most `longest`; nil where nothing remains, or a placeholder.
    static func cleaned(_ bytes: ArraySlice<UInt8>) -> String? {
        // Four bytes is the most that a character of Unicode takes.
        cleaned(String(decoding: bytes.prefix(4 * 4 * longest), as: UTF8.self))
    }

    /// Likewise.
    static func cleaned(_ text: String) -> String? {
        // A control character could move a terminal's cursor.
        let scalars = text.unicodeScalars.prefix(4 * 4 * longest).map { isPrintable($0) ? Character($0) : " " }
        let text = String(Substring(String(scalars)).trimmed.prefix(longest))[...].trimmed
        return text.isEmpty || placeholders.contains(text.lowercased()) ? nil : text
    }

    /// Likewise for makers and part numbers, where "0x0000" and "FFFFFFFF" are placeholders too.
    static func name(_ text: String?) -> String? {
        guard let text else { return nil }
        let lower = text.lowercased()
        let digits = lower.hasPrefix("0x") ? lower.dropFirst(2) : lower[...]
        if digits.allSatisfy({ "0 -.".contains($0) }) || digits.allSatisfy({ $0 == "f" }) { return nil }
        return stems.contains { lower.contains($0) } ? nil : text
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        default: scalar.value != 0xFFFD
        }
    }

    private static let placeholders: Set = [
        "not specified", "unknown", "no dimm", "empty", "none", "n/a", "na", "undefined", "default string", "oem",
        "to be filled by o.e.m.", "not available", "not provided", "not present", "not installed", "no module",
        "no module installed", "module not installed", "<bad index>", "<out of spec>", "[empty]", "other",
    ]
    /// Parts of names that some firmware invents for slots without a module: "A1_PartNumber0", "Manufacturer00".
    private static let stems = ["partnum", "manufacturer"]
}
