import Catalog
import Engines
import Testing

/// Paths by release and features, and what is unlike what was expected.
@Suite struct EnginePathsTests {
    private static let haswell: Set<String> = [
        "sse42", "avx", "f16c", "fma", "avx2", "bmi2", "llamafile", EnginePaths.tellsAll,
    ]
    private static let zen4 = haswell.union(["avx512", "avx512_vbmi", "avx512_vnni", "avx512_bf16"])

    private func paths(_ features: Set<String>, number: Int? = nil) throws -> EnginePaths {
        try #require(try EnginePaths(number: number, features: features))
    }

    @Test func releasesAreCovered() throws {
        for engine in try Engine.builtIn() {
            let ends = engine.releases.split(separator: "–", omittingEmptySubsequences: false)
            let first = try #require(Int(ends[0].drop { !$0.isNumber }))
            #expect(engine.covers(release: first) && !engine.covers(release: first - 1), "\(engine.releases)")
            let last = ends.count > 1 ? Int(ends[1].drop { !$0.isNumber }) : first
            #expect(engine.covers(release: 1 << 30) == (last == nil))
            if let last { #expect(engine.covers(release: last) && !engine.covers(release: last + 1)) }
            #expect(engine.covers(release: nil) == (last == nil) && engine.covers(release: 0) == (last == nil))
        }
    }

    /// A build that no entry covers has the paths of the first.
    @Test func everyReleaseHasPaths() throws {
        for number in [nil, 0, 1, 9500, 1 << 40] {
            #expect(try paths(Self.haswell, number: number).shape(.q4_k, .generation) != nil)
        }
    }

    @Test func samePathsHaveNoDifferences() throws {
        let types: [TensorType] = [.q4_k, .q8_0, .f16, .q5_k]
        #expect(try paths(Self.haswell).differences(from: try paths(Self.haswell), types).isEmpty)
    }

    @Test func differencesAreSentencesForEachPairOfPaths() throws {
        let types: [TensorType] = [.q8_0, .f16, .bf16, .q4_0]
        let found = try paths(Self.haswell).differences(from: try paths(Self.zen4), types)
        #expect(!found.isEmpty)
        for sentence in found {
            #expect(sentence.hasPrefix("generation in ") || sentence.hasPrefix("prompts in "), "\(sentence)")
            #expect(sentence.hasSuffix(" was expected"), "\(sentence)")
        }
        #expect(Set(found).count == found.count)
    }

    @Test func withoutTinyBLASRowsAreGoneThrough() throws {
        let without = try paths(Self.haswell.subtracting(["llamafile"]))
        #expect(without.shape(.f16, .prompt) == without.shape(.f16, .generation))
        let types: [TensorType] = [.f16, .q8_0]
        let found = without.differences(from: try paths(Self.haswell), types)
        #expect(found.contains { $0.hasPrefix("prompts in ") }, "\(found)")
    }

    @Test func mixesThatShowAPathOfTheirOwnComeFirst() throws {
        let paths = try paths(Self.haswell)
        let mixes: [FileMix] = [.q4_k_m, .q4_k_s, .q8_0, .q4_k_m, .f16]
        let ordered = paths.ordered([.q4_k_m, .q4_k_s, .q8_0, .f16])
        #expect(ordered.first == .q4_k_m && ordered.last == .q4_k_s)
        #expect(Set(ordered) == Set(mixes) && ordered.count == 4)
        #expect(paths.count([.q4_k_m, .q4_k_s]) == 1 && paths.count(ordered) <= 3)
    }
}
