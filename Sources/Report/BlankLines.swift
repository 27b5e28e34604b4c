extension String {
    /// With one blank line where several follow each other, as parts of a report that are empty leave them.
    var singleSpaced: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(utf8.count)
        let lineBreak = UInt8(ascii: "\n")
        for byte in utf8 where byte != lineBreak || bytes.suffix(2) != [lineBreak, lineBreak] { bytes.append(byte) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
