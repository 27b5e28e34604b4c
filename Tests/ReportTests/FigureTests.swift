import Report
import Testing

/// The figures of reports: which there are, and what they show.
@Suite struct FigureTests {
    private func words(_ figure: Figure) -> [String] { Drawing(figure).elements("text").map(\.content) }

    private func named(_ name: String) throws -> Figure {
        try #require(FigureExamples.reports.first { $0.name == name })
    }

    @Test func reportsHaveTheirFigures() {
        let names = FigureExamples.reports.map(\.name)
        for name in ["topology", "measured-of-theory", "speed-by-size", "roofline"] {
            #expect(names.count { $0 == name } == 2, "\(name)")
        }
    }

    @Test func aRooflineTellsItsBoundsAndWhereModelsAre() throws {
        let figure = try named("roofline")
        let words = words(figure)
        for word in ["memory reads 381 GB/s", "theory: 922 GB/s", "generation, token by token"] {
            #expect(words.contains(word), "\(word) is not in \(words)")
        }
        #expect(words.contains { $0.hasPrefix("prompts of 512") } && words.contains { $0.hasPrefix("FP32 ") })
        #expect(figure.altText.contains("F16 at 1.0 operations a byte, "))
        // Theory alone is dashed.
        let dashed = Drawing(figure).elements("path").filter { $0.attributes["stroke-dasharray"] == "6 4" }
        #expect(dashed.count == 1)
    }

    @Test func speedBySizeNamesModelsAndTenTokens() throws {
        let figure = try named("speed-by-size")
        let words = words(figure)
        #expect(words.contains("10 tokens/s: interactive") && words.contains("memory 137 GB"))
        #expect(words.contains("Llama 3.1 70B") && words.contains("Llama 3.2 1B"))
        let hints = Drawing(figure).elements("title").map(\.content)
        #expect(hints.contains { $0.hasPrefix("Llama 3.1 8B Q8_0: ") && $0.contains("tokens/s at") })
    }

    @Test func everyPointAndCellTellsItsValue() {
        let plot = Drawing(PlotExamples.scaling.figure).elements("title").map(\.content)
        #expect(plot.contains("read: 190 GB/s at 32"))
        let map = Drawing(PlotExamples.matrix.figure).elements("title").map(\.content)
        #expect(map.contains("threads on node 0, memory on node 1: 67.0 GB/s"))
    }

    @Test func barsTellTheirShareAndTheirFigures() throws {
        #expect(words(FigureExamples.bars[0]).contains("75\u{A0}%: 57.6 of 76.8 GB/s"))
        #expect(FigureExamples.bars[1].altText.contains("above: 131\u{A0}%, 131 of 100 GB/s."))
        let bars = try named("measured-of-theory")
        #expect(words(bars).contains("41\u{A0}%: 381 of 922 GB/s"))
    }

    @Test func aMachineOf24NodesIsDrawnWhole() {
        let figure = FigureExamples.topologies[2]
        let words = words(figure)
        #expect(words.count { $0.hasPrefix("Node ") } == 24)
        let cores = Drawing(figure).elements("title").count { $0.content.hasPrefix("core ") }
        #expect(cores == 264)
        #expect(figure.altText.contains("Packages 0-1, each: 12 nodes, each 64 GiB, with 11 cores, sharing L3 32 MiB."))
    }

    @Test func partsThatAreAlikeAreDrawnOnceWhereThereAreMany() {
        let figure = FigureExamples.topologies[5]
        #expect(words(figure).contains("Packages 0-31, each"))
        #expect(words(figure).contains("4 nodes, each 64 GiB") && words(figure).contains("4 × L3 32 MiB, each"))
        #expect(FigureExamples.topologies[6].svg.contains("2000 cores"))
        #expect(FigureExamples.topologies.allSatisfy { $0.svg.utf8.count < 200_000 })
    }

    @Test func nodesWithoutMemoryOrCPUsAreTold() {
        let figure = FigureExamples.topologies[7]
        let words = words(figure)
        #expect(words.contains("Node 1: no memory") && words.contains("Node 2: 16 GiB HBM, no CPUs"))
        #expect(words.contains("not for this process"))
        #expect(figure.altText.contains("Without CPUs: Node 2: 16 GiB HBM."))
    }

    @Test func kindsOfCoreDifferInShapeToo() {
        let drawing = Drawing(FigureExamples.topologies[8])
        let cores = drawing.elements("rect").filter { $0.attributes["stroke-dasharray"] == "none" }
        let looks = Set(cores.map { [$0.attributes["fill"] ?? "", $0.attributes["rx"] ?? ""] })
        #expect(looks.count == 2 && Set(looks.map { $0[1] }).count == 2)
        #expect(drawing.elements("text").contains { $0.content == "efficiency core" })
    }
}
