/// The rules of markdownlint that a document made by a program can break, but for the length of lines.
package struct MarkdownStyle {
    private struct Line {
        let number: Int
        let text: Substring
        let kind: Kind
    }

    private enum Kind: Equatable {
        case blank, text, list, continuation, table
        case heading(Int)
        case fenceBegin, code, fenceEnd
    }

    private let text: String
    private let lines: [Line]

    /// "12: MD009 …" for everything that breaks a rule, in the order of the rules; empty where nothing does.
    package static func problems(_ text: String) -> [String] { MarkdownStyle(text).problems }

    private init(_ text: String) {
        self.text = text
        var lines: [Line] = []
        let parts = text.split(separator: "\n", omittingEmptySubsequences: false)
        // What ends with a line break has nothing after the last one.
        for (index, part) in parts.enumerated() where index < parts.count - 1 || !part.isEmpty {
            lines.append(Line(number: index + 1, text: part, kind: Self.kind(part, after: lines.last?.kind)))
        }
        self.lines = lines
    }

    private static func kind(_ text: Substring, after last: Kind?) -> Kind {
        let isInCode = last == .fenceBegin || last == .code
        if text.hasPrefix("```") { return isInCode ? .fenceEnd : .fenceBegin }
        if isInCode { return .code }
        if text.allSatisfy({ $0 == " " || $0 == "\t" }) { return .blank }
        let level = text.prefix { $0 == "#" }.count
        if (1...6).contains(level), text.dropFirst(level).first == " " { return .heading(level) }
        if text.hasPrefix("|") { return .table }
        let rest = text.drop { $0 == " " }
        let number = rest.prefix { $0.isASCII && $0.isNumber }.count
        if ["- ", "* ", "+ "].contains(where: rest.hasPrefix) { return .list }
        if number > 0, rest.dropFirst(number).hasPrefix(". ") { return .list }
        return text.first == " " && (last == .list || last == .continuation) ? .continuation : .text
    }

    private var problems: [String] { headings + blanks + surroundings + fences + tables + spans }

    private func problem(_ line: Line, _ rule: String) -> String { "\(line.number): \(rule): \(line.text.prefix(60))" }

    private var headings: [String] {
        var problems: [String] = []
        var last = 0
        var titles: Set<Substring> = []
        for line in lines {
            guard case .heading(let level) = line.kind else { continue }
            if level > last + 1 { problems.append(problem(line, "MD001 a level is left out")) }
            if level == 1, last > 0 { problems.append(problem(line, "MD025 a second title")) }
            if !titles.insert(line.text).inserted { problems.append(problem(line, "MD024 the heading is there twice")) }
            if line.text.last.map(".,;:!".contains) ?? false {
                problems.append(problem(line, "MD026 punctuation ends a heading"))
            }
            last = level
        }
        if lines.first?.kind != .heading(1) { problems.append("1: MD041 no title comes first") }
        return problems
    }

    private var blanks: [String] {
        var problems: [String] = []
        for (line, last) in zip(lines, [nil] + lines.map(Optional.some)) {
            if line.text.last == " " || line.text.last == "\t" {
                problems.append(problem(line, "MD009 trailing spaces"))
            }
            if line.text.contains("\t") { problems.append(problem(line, "MD010 a tab")) }
            if line.kind == .blank, last?.kind == .blank { problems.append(problem(line, "MD012 several blank lines")) }
        }
        if !text.hasSuffix("\n") || text.hasSuffix("\n\n") { problems.append("MD047 no single line break ends it") }
        return problems
    }

    /// Blank lines around headings, code, lists and tables.
    private var surroundings: [String] {
        zip(lines, lines.dropFirst()).compactMap { line, next -> String? in
            guard line.kind != .blank, next.kind != .blank else { return nil }
            let isSame = line.kind == next.kind || [line.kind, next.kind].allSatisfy(Self.isInCode)
            let isListItem = [line.kind, next.kind].allSatisfy { $0 == .list || $0 == .continuation }
            if isSame && next.kind != .fenceBegin || isListItem { return nil }
            for (kind, rule) in [(line.kind, "below"), (next.kind, "above")] {
                switch kind {
                case .heading: return problem(next, "MD022 no blank line \(rule) a heading")
                case .fenceBegin, .fenceEnd: return problem(next, "MD031 no blank line \(rule) code")
                case .list, .continuation: return problem(next, "MD032 no blank line \(rule) a list")
                case .table: return problem(next, "MD058 no blank line \(rule) a table")
                case .blank, .text, .code: continue
                }
            }
            return nil
        }
    }

    private static func isInCode(_ kind: Kind) -> Bool {
        kind == .fenceBegin || kind == .code || kind == .fenceEnd
    }

    private var fences: [String] {
        let nameless = lines.filter { $0.kind == .fenceBegin && $0.text == "```" }
        let open = lines.last.map { $0.kind == .fenceBegin || $0.kind == .code } ?? false
        return nameless.map { problem($0, "MD040 code has no language") } + (open ? ["code is not ended"] : [])
    }

    private var tables: [String] {
        var problems: [String] = []
        var columns: Int?
        for (line, last) in zip(lines, [nil] + lines.map(Optional.some)) where line.kind == .table {
            let cells = Self.pipes(line.text)
            if last?.kind != .table { columns = cells }
            if line.text.last != "|" { problems.append(problem(line, "MD055 no pipe ends the row")) }
            if cells != columns { problems.append(problem(line, "MD056 another number of cells")) }
        }
        return problems
    }

    /// Those that part cells: escaped ones do not.
    private static func pipes(_ row: Substring) -> Int {
        var (count, isEscaped) = (0, false)
        for character in row {
            if character == "|", !isEscaped { count += 1 }
            isEscaped = character == "\\" && !isEscaped
        }
        return count
    }

    private var spans: [String] {
        lines.filter { !Self.isInCode($0.kind) }.flatMap { line -> [String] in
            var problems = line.text.contains("![](") ? [problem(line, "MD045 an image without a text")] : []
            let words = line.text.split(separator: " ")
            if words.contains(where: { $0.hasPrefix("https://") || $0.hasPrefix("http://") }) {
                problems.append(problem(line, "MD034 a bare address"))
            }
            return problems
        }
    }
}
