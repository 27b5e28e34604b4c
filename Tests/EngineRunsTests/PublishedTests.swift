import Catalog
import EngineRuns
import SystemPackage
import TestSupport
import Testing

@Suite struct PublishedTests {
    private func comparison() throws -> PublishedComparison {
        PublishedComparison(try PublishedRun.builtIn(), try Catalog.builtIn())
    }

    @Test func oneSizeTellsTheOthersOfLocalScore() throws {
        let pairs = try comparison().pairs.filter { $0.of.run.isLocalScore }
        // Three machines with three sizes, two with two.
        #expect(pairs.count == 3 * 6 + 2 * 2)
        for pair in pairs {
            #expect(pair.generationError.magnitude < 0.1, "\(pair.of.run.place), \(pair.of.run.file)")
            #expect(try #require(pair.promptError).magnitude < 0.1, "\(pair.of.run.place), \(pair.of.run.file)")
        }
    }

    @Test func everyRunIsShownAndEveryMissExplained() throws {
        let comparison = try comparison()
        let shown = Set((comparison.pairs + comparison.unlike).map(\.of.run) + comparison.alone.map(\.run))
        #expect(shown == Set(try PublishedRun.builtIn()))
        for run in comparison.pairs.filter(\.isMiss).map(\.of.run) + comparison.unlike.map(\.of.run)
            + comparison.alone.map(\.run)
        {
            #expect(run.remark?.isEmpty == false, "\(run.place), \(run.file)")
        }
    }

    @Test func theDocumentIsMadeFromTheCatalogue() throws {
        try Golden.expect(try comparison().markdown, "Documentation/PublishedRuns.md", in: Repository.root)
    }
}
