import Machine
import Records
import Tables

/// What the doctor found, for a person at a terminal.
struct DoctorText {
    let details: DoctorDetails

    init(_ details: DoctorDetails) { self.details = details }

    /// The verdict in the first line, then a table in which long cells go on in the next line.
    var text: String {
        let rows = details.diagnoses.flatMap { Self.lines($0) }
        let table = Table([.init("State"), .init("What"), .init("Effect"), .init("Remedy")], rows: rows)
        return "\(verdict)\n\n\(table.terminalText)"
    }

    private var verdict: String {
        func count(_ state: Diagnosis.State) -> Int { details.diagnoses.count { $0.state == state } }
        let all = TopologyDetails.count(details.diagnoses.count, "check")
        let rest = "\(TopologyDetails.count(count(.note), "note")), \(count(.unknown)) unknown"
        guard !details.isFit else { return "Fit to measure: none of \(all) is bad; \(rest)." }
        var names: [String] = []
        for diagnosis in details.diagnoses where diagnosis.state == .bad && !names.contains(diagnosis.check) {
            names.append(diagnosis.check)
        }
        return "Not fit to measure: \(count(.bad)) of \(all) bad (\(names.joined(separator: ", "))); \(rest)."
    }

    /// Three columns of text beside the state make 118 characters.
    private static let width = 35

    private static func lines(_ diagnosis: Diagnosis) -> [[String]] {
        let cells = [diagnosis.what, diagnosis.effect, diagnosis.remedy].map { wrapped($0.printable) }
        let height = max(1, cells.map(\.count).max() ?? 1)
        return (0..<height).map { line in
            [line == 0 ? diagnosis.state.rawValue : ""] + cells.map { line < $0.count ? $0[line] : "" }
        }
    }

    /// Words up to the width; a longer word has a line of its own.
    private static func wrapped(_ text: String) -> [String] {
        var lines: [String] = []
        for word in text.split(separator: " ") {
            if let last = lines.last, last.count + 1 + word.count <= width {
                lines[lines.count - 1] = "\(last) \(word)"
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }
}
