/// Names for the headings of one page, each of them once.
struct Anchors {
    private var taken: Set<String> = []

    /// In lower case, with a hyphen for all that is neither a letter nor a digit of ASCII: "node-matrix", "storage-2".
    mutating func next(for title: String) -> String {
        let words = title.lowercased().split { !$0.isASCII || !($0.isLetter || $0.isNumber) }
        // Begins with a letter, whatever the title: a number alone is also a name of ours, below.
        let name = (["s"] + words).joined(separator: "-")
        var (anchor, count) = (name, 1)
        while !taken.insert(anchor).inserted {
            count += 1
            anchor = "\(name)-\(count)"
        }
        return anchor
    }
}
