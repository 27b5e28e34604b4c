extension [UInt8] {
    /// The same JSON without what acts on a terminal: the encoder escapes control characters up to U+001F alone, and
    /// leaves the others and those that turn the direction of writing as they are.
    var escapedForTerminals: [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(count)
        var index = 0
        while index < count {
            let byte = self[index]
            // Beyond ASCII there are texts alone, in which an escape means the same.
            let length = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
            let character = self[index..<Swift.min(count, index + length)]
            index += length
            let scalar = byte < 0x7F ? nil : String(decoding: character, as: UTF8.self).unicodeScalars.first
            guard let scalar, scalar.actsOnTerminals else {
                result += character
                continue
            }
            for unit in String(scalar).utf16 {
                let digits = String(unit, radix: 16)
                result += Array("\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8)
            }
        }
        return result
    }
}

extension Unicode.Scalar {
    fileprivate var actsOnTerminals: Bool {
        switch properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .format: true
        default: false
        }
    }
}
