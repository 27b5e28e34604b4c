import Tables
import Testing

@Suite struct TableTests {
    private let table = Table(
        [.init("Loop"), .init("GB/s", .right)], rows: [["read", "33.6"], ["a|b <i>\nc", "7"]])

    @Test func terminalColumnsAlign() {
        let table = Table([.init("Loop"), .init("GB/s", .right)], rows: [["read", "33.6"], ["é", "7"]])
        #expect(table.terminalText == "Loop  GB/s\n────  ────\nread  33.6\né        7\n")
    }

    @Test func markdownKeepsOutsideTextInItsCell() {
        let lines = ["| Loop          | GB/s |", "| ------------- | ---: |", "| read          | 33.6 |"]
        let hostile = "| a\\|b &lt;i> c |    7 |"
        #expect(table.markdown == (lines + [hostile]).map { "\($0)\n" }.joined())
    }

    @Test func aShortRowIsNoCrash() {
        #expect(Table([.init("a"), .init("b")], rows: [["1"]]).terminalText.hasSuffix("1\n"))
    }

    @Test func nothingActsOnATerminalOrTurnsTheWriting() {
        #expect("a\u{1B}[2Jb\r\nc\u{202E}d\u{200B}".printable == "a [2Jb  cd")
        #expect("<script>&".escapedForMarkdown == "&lt;script>&amp;")
    }

    @Test func noCellActsOnATerminal() {
        let table = Table([.init("a\u{9B}")], rows: [["\u{1B}[31mx\n# y\u{202E}"]])
        for text in [table.terminalText, table.csv] {
            #expect(!text.unicodeScalars.contains { ["\u{1B}", "\u{9B}", "\u{202E}"].contains($0) })
            #expect(text.contains(" [31mx # y"), "\(text)")
        }
    }

    @Test func csvQuotesWhatItMust() {
        let table = Table([.init("a"), .init("b")], rows: [["x,y", "say \"no\""], ["plain", "two\nlines"]])
        #expect(table.csv == "a,b\n\"x,y\",\"say \"\"no\"\"\"\nplain,two lines\n")
    }
}
