import Report
import SystemPackage
import Testing
import TestSupport

#if canImport(Glibc)
    import Glibc
#endif

@Suite struct PlotTests {
    /// To accept a changed drawing: PROBE_ACCEPT_GOLDEN=1 make test, then look at it.
    @Test(arguments: [PlotExamples.bandwidth.figure, PlotExamples.matrix.figure])
    func anExampleIsTheGoldenDrawing(figure: Figure) throws {
        let golden = Repository.fixture("\(figure.name).svg")
        if getenv("PROBE_ACCEPT_GOLDEN") != nil {
            let file = try FileDescriptor.open(
                golden, .writeOnly, options: [.create, .truncate], permissions: FilePermissions(rawValue: 0o644))
            try file.closeAfter { _ = try file.writeAll(figure.svg.utf8) }
        }
        let expected = try TextFile.read(golden)
        let difference = zip(figure.svg.split(separator: "\n"), expected.split(separator: "\n")).first { $0 != $1 }
        #expect(figure.svg == expected, "first difference: \(String(describing: difference))")
    }

    @Test func theSameDataAreTheSameBytes() {
        #expect(PlotExamples.bandwidth.figure == PlotExamples.bandwidth.figure)
        #expect(PlotExamples.matrix.figure == PlotExamples.matrix.figure)
    }

    @Test func everyFigureIsWellFormedAndAccessible() {
        for figure in PlotExamples.all {
            let drawing = Drawing(figure)
            #expect(drawing.isWellFormed, "\(figure.svg.prefix(400))")
            #expect(drawing.elements.first?.attributes["role"] == "img")
            #expect(drawing.elements("title").first?.content.isEmpty == false)
            #expect(drawing.elements("desc").first?.content.isEmpty == false)
            #expect(drawing.viewBox.count == 4 && drawing.viewBox[2] == 700)
            let ground = drawing.elements("rect").first
            #expect(ground?.attributes["fill"] == "#ffffff" && ground?.number("height") == drawing.viewBox[3])
        }
    }

    @Test func noNumberIsEverMissing() {
        for figure in PlotExamples.all {
            let drawing = Drawing(figure)
            for element in drawing.elements {
                for (name, value) in element.attributes where !["font-family", "xmlns"].contains(name) {
                    let lower = value.lowercased()
                    #expect(!lower.contains("nan") && !lower.contains("inf") && !value.contains("–"), "\(value)")
                }
            }
        }
    }

    @Test func everyWordIsInsideAndCoversNoOther() {
        for figure in PlotExamples.all {
            let drawing = Drawing(figure)
            let areas = drawing.elements("text").map { ($0.content, $0.textArea) }
            // All pairs of a great matrix' cells would be millions; its names stand first.
            for (index, (word, area)) in areas.prefix(300).enumerated() {
                let inside =
                    area.left >= 0 && area.right <= 700 && area.top >= 0 && area.bottom <= drawing.viewBox[3]
                #expect(inside, "\(word) leaves \(figure.title)")
                let covered = areas.prefix(index).first { $0.1.overlaps(area) }
                #expect(covered == nil, "\(word) covers \(covered?.0 ?? "") in \(figure.title)")
            }
        }
    }

    @Test func everyWordIsLargeEnough() {
        for figure in PlotExamples.all {
            #expect(Drawing(figure).elements("text").allSatisfy { $0.number("font-size") >= 12 })
        }
    }

    /// WCAG 2 asks for 4.5 : 1.
    @Test func everyWordIsReadableOnItsGround() {
        for figure in PlotExamples.all {
            for (word, contrast) in Drawing(figure).contrasts.prefix(300) {
                #expect(contrast >= 4.5, "\(word) has \(contrast) : 1 in \(figure.title)")
            }
        }
    }

    @Test func allInkIsInside() {
        for figure in PlotExamples.all {
            let drawing = Drawing(figure)
            let paths = drawing.elements("path").filter { $0.attributes["d"]?.contains("h") == false }
            for corner in paths.flatMap(\.corners) {
                #expect((0...700).contains(corner.x) && (0...drawing.viewBox[3]).contains(corner.y))
            }
        }
    }

    @Test func textFromOutsideNeverActs() {
        for figure in PlotExamples.hostileWords {
            #expect(!figure.svg.contains("<script>") && !figure.svg.contains("]]>"))
            for scalar in ["\u{1B}", "\u{202E}", "\u{0}", "\u{FFFE}"] { #expect(!figure.svg.contains(scalar)) }
            #expect(!figure.title.contains("\u{1B}") && !figure.altText.contains("\n"))
        }
    }

    @Test func theAltTextTellsTheEnds() {
        let plot = PlotExamples.scaling.figure.altText
        #expect(plot.contains("read: 14 GB/s at 1, 186 GB/s at 64, at most 190 GB/s."))
        #expect(plot.contains("knee: 16 threads at 16, 171 GB/s."))
        let map = PlotExamples.matrix.figure.altText
        #expect(map.contains("Least: 67.0 GB/s (threads on node: 0; memory on node: 1)."))
        #expect(map.contains("Not measured: 4."))
    }
}
