import Report
import Testing

@Suite struct LinePlotTests {
    private func words(_ plot: LinePlot) -> [String] { Drawing(plot.figure).elements("text").map(\.content) }

    /// The lines of the data, which alone are two pixels wide; the legend's come first.
    private func lines(_ plot: LinePlot) -> [[(x: Double, y: Double)]] {
        Drawing(plot.figure).elements("path").filter { $0.attributes["stroke-width"] == "2" }.map(\.corners)
    }

    @Test func workingSetsAreNamedInBinaryUnits() {
        #expect(Set(["16 KiB", "1 MiB", "256 MiB"]).isSubset(of: words(PlotExamples.bandwidth)))
    }

    @Test func equalRatiosAreEqualDistancesOnALogarithmicAxis() {
        for line in lines(PlotExamples.scaling).dropFirst() {
            let steps = zip(line, line.dropFirst()).map { $1.x - $0.x }
            #expect(steps.allSatisfy { abs($0 - steps[0]) < 0.3 })
        }
    }

    @Test func aLinearAxisBeginsAtZero() {
        #expect(words(PlotExamples.scaling).contains("0"))
        let loaded = words(PlotExamples.loadedLatency)
        #expect(loaded.filter { $0 == "0" }.count == 2)
    }

    @Test func aValueThatIsNotFiniteMakesAGap() {
        var plot = PlotExamples.scaling
        plot.series[0].points[3].y = .nan
        // One line in the legend, and one on either side of the gap.
        #expect(lines(plot).map(\.count) == [2, 3, 3])
    }

    @Test func whatALogarithmCannotShowIsLeftOut() {
        let plot = PlotExamples.plot(.log10, [.init(1, 10), .init(2, -3), .init(0, 5), .init(3, 20), .init(4, 30)])
        #expect(lines(plot).dropFirst(2).map(\.count) == [2])
    }

    @Test func seriesDifferInColourMarkerAndDashes() {
        let paths = Drawing(PlotExamples.bandwidth.figure).elements("path").filter {
            $0.attributes["stroke-width"] == "2"
        }
        #expect(Set(paths.map { $0.attributes["stroke"] }).count == 4)
        #expect(Set(paths.map { $0.attributes["stroke-dasharray"] }).count == 4)
    }

    @Test func wordsAboutAPointCoverNoData() throws {
        for plot in [PlotExamples.scaling, PlotExamples.loadedLatency] {
            let drawing = Drawing(plot.figure)
            let word = try #require(drawing.elements("text").first { $0.content == plot.marks[0].label }).textArea
            for line in lines(plot) {
                for (start, end) in zip(line, line.dropFirst()) {
                    let free = stride(from: 0, through: 1, by: 0.01).allSatisfy { share in
                        let (x, y) = (start.x + share * (end.x - start.x), start.y + share * (end.y - start.y))
                        return !(word.left...word.right).contains(x) || !(word.top...word.bottom).contains(y)
                    }
                    #expect(free, "\(plot.title)")
                }
            }
        }
    }

    @Test func aWordWithoutRoomIsToldInTheLegend() {
        let words = Drawing(PlotExamples.crowded[0]).elements("text").map(\.content)
        #expect((1..<6).allSatisfy { words.contains("mark \($0)") })
    }

    @Test func theIntervalIsDrawnWhereItIs() {
        var plot = PlotExamples.scaling
        plot.series[0].points[5].low = 100
        plot.series[0].points[5].high = 200
        let whisker = Drawing(plot.figure).elements("path").first { $0.attributes["stroke-width"] == "1.2" }
        let line = lines(plot).last ?? []
        let corners = whisker?.corners ?? []
        #expect(corners.count == 2 && corners.allSatisfy { abs($0.x - line[5].x) < 0.2 })
        // 190 of 100 … 200 is a tenth from the top.
        #expect(corners.count == 2 && abs((line[5].y - corners[1].y) / (corners[0].y - corners[1].y) - 0.1) < 0.01)
    }
}
