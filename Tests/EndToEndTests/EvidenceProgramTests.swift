import SystemPackage
import Testing
import TestSupport

/// The evidence that the project keeps, and what it is said to show: nothing is measured.
@Suite struct EvidenceProgramTests {
    /// Rows of the first table: each machine left out in turn.
    private func leftOut(_ text: String) -> [[String]] {
        let lines = text.split(separator: "\n").drop { !$0.hasPrefix("## Each machine left out") }.dropFirst()
        return lines.prefix { !$0.hasPrefix("##") }.map { line in
            line.split(separator: "|").map { $0.trimming(" ") }
        }
    }

    private func share(_ text: String) throws -> Double {
        try #require(Double(text.replacing(" %", with: "").replacing("+", with: ""))) / 100
    }

    /// What README promises of machines that nothing was fitted to.
    @Test func predictionsHoldOnMachinesLeftOut() async throws {
        let folder = Repository.root.appending("Evidence").string
        let run = try await Command.probe("probe", ["evidence", folder])
        #expect(run.code == 0, "\(run.errors)")
        let rows = leftOut(run.output)
        let all = rows.filter { $0.first == "all" }
        #expect(all.count == 2)
        for row in all {
            let (median, inside) = (try share(row[5]), try share(row[8]))
            let isPrompt = row[3] == "prompt"
            #expect(median <= (isPrompt ? 0.25 : 0.2), "\(row)")
            #expect(inside >= (isPrompt ? 0.75 : 0.8), "\(row)")
        }
        #expect(Set(rows.map { $0.first ?? "" }).isSuperset(of: ["zen4-avx2", "zen5", "zen3-avx2"]))
    }

    /// The profile that comes with the program is the one that the evidence gives.
    @Test func theShippedProfileIsFittedToTheEvidence() async throws {
        let temporary = try TemporaryFolder()
        let path = temporary.path.appending("profile.json").string
        let folder = Repository.root.appending("Evidence").string
        let run = try await Command.probe("probe", ["evidence", folder, "--profile", path, "--output", path + ".md"])
        #expect(run.code == 0, "\(run.errors)")
        let shipped = try TextFile.read(Repository.root.appending("Sources/Catalog/Data/profile.json"))
        let (fitted, kept) = (try means(TextFile.read(FilePath(path))), try means(shipped))
        #expect(fitted.count == kept.count && fitted.count > 50)
        // Logarithms differ in their last digits from one CPU's library to another's.
        #expect(zip(fitted, kept).allSatisfy { abs($0 - $1) < 0.005 }, "run `make profile` after evidence was added")
    }

    private func means(_ profile: String) throws -> [Double] {
        let match = try #require(profile.firstMatch(of: #/"mean":\[([^\]]*)\]/#))
        return match.1.split(separator: ",").compactMap { Double($0) }
    }

    @Test func aFolderWithoutEvidenceIsToldWithItsRemedy() async throws {
        let temporary = try TemporaryFolder()
        let run = try await Command.probe("probe", ["evidence", temporary.path.string])
        #expect(run.code == 66)
        #expect(run.errors.contains("rows-LEVEL-COMPILER.jsonl") && run.errors.contains("make ladder"))
    }
}

extension Substring {
    fileprivate func trimming(_ character: Character) -> String {
        String(drop { $0 == character }.reversed().drop { $0 == character }.reversed())
    }
}
