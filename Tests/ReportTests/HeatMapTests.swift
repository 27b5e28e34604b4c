import Report
import Statistics
import Testing

#if canImport(Glibc)
    import Glibc
#endif

@Suite struct HeatMapTests {
    /// Relative luminance of "#rrggbb" (WCAG 2).
    private func luminance(_ colour: String) -> Double {
        let code = Int(colour.dropFirst(), radix: 16) ?? 0
        return zip([16, 8, 0], [0.2126, 0.7152, 0.0722]).reduce(0) { sum, part in
            let share = Double(code >> part.0 & 0xFF) / 255
            return sum + part.1 * (share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4))
        }
    }

    private func contrast(_ one: String, _ other: String) -> Double {
        let pair = [luminance(one), luminance(other)].sorted()
        return (pair[1] + 0.05) / (pair[0] + 0.05)
    }

    /// The ground colours of cells from left to right and from top to bottom, without the legend's strips.
    private func grounds(_ map: HeatMap) -> [String] {
        let tiles = Drawing(map.figure).elements("path").filter { $0.attributes["d"]?.contains("h") == true }
        return tiles.suffix(map.values.joined().count { $0?.isFinite == true }).compactMap { $0.attributes["fill"] }
    }

    private func cellTexts(_ map: HeatMap) -> [Drawing.Element] {
        Drawing(map.figure).elements("text").suffix(map.rows.count * map.columns.count)
    }

    @Test(arguments: [1, 2, 7, 16])
    func textInACellIsReadable(size: Int) {
        let map = PlotExamples.heatMap(rows: size, columns: size) { Double($0 * size + $1) }
        let pairs = zip(grounds(map), cellTexts(map))
        #expect(Array(pairs).count == size * size)
        for (ground, text) in pairs {
            let ratio = contrast(ground, text.attributes["fill"] ?? "")
            #expect(ratio >= 4.5, "\(text.content) on \(ground)")
        }
    }

    @Test func otherTextIsReadableOnWhite() {
        for figure in PlotExamples.wellMade.prefix(3) {
            for text in Drawing(figure).elements("text") {
                #expect(contrast("#ffffff", text.attributes["fill"] ?? "") >= 4.5)
            }
        }
        // Text on the hatching, whose lines are the darker part of it.
        #expect(contrast("#c8c8c8", "#444444") >= 4.5)
    }

    @Test func brightIsBetterWhicheverEndThatIs() {
        var map = PlotExamples.heatMap(rows: 1, columns: 5) { 10 + Double($1) }
        #expect(grounds(map).map(luminance) == grounds(map).map(luminance).sorted())
        map.better = .smallest
        #expect(grounds(map).map(luminance) == grounds(map).map(luminance).sorted(by: >))
    }

    @Test func whatWasNotMeasuredIsSaid() {
        let texts = cellTexts(PlotExamples.matrix).map(\.content)
        #expect(texts.count { $0 == "n/a" } == 4)
        #expect(texts.first == "190")
        let words = Drawing(PlotExamples.matrix.figure).elements("text").map(\.content)
        #expect(words.contains("not measured"))
        let whole = PlotExamples.heatMap(rows: 2, columns: 2) { Double($0 + $1) }
        #expect(!Drawing(whole.figure).elements("text").map(\.content).contains("not measured"))
    }

    @Test func aListThatIsTooShortIsNotMeasured() {
        var map = PlotExamples.matrix
        map.values = [[1]]
        #expect(cellTexts(map).count { $0.content == "n/a" } == 11)
    }

    @Test func smallCellsHaveNoTextAndFewerNames() {
        let map = PlotExamples.heatMap(rows: 64, columns: 64) { Double($0 + $1) }
        let words = Drawing(map.figure).elements("text").map(\.content)
        // Names of every fifth row and column, titles and legend.
        #expect(words.count < 40)
        #expect(words.contains("60") && !words.contains("61"))
        let drawn = PlotExamples.heatMap(rows: 24, columns: 24) { Double(100 + $0 + $1) }
        #expect(cellTexts(drawn).first?.content == "100")
    }
}
