import FuzzTargets
import SystemPackage
import Testing
import TestSupport

/// What the fuzzers start from and what they once found, and many small changes of it.
@Suite struct CorpusTests {
    @Test(arguments: FuzzedReader.allCases) func everyFileIsReadToAnEnd(reader: FuzzedReader) throws {
        let folder = Repository.root.appending("Fuzz/Corpus").appending(reader.rawValue)
        let names = TextFile.names(in: folder)
        #expect(names.count >= 3)
        var random = SplitMix(state: 11)
        for name in names {
            let bytes = try TextFile.bytes(folder.appending(name))
            reader.read(bytes)
            for _ in 0..<1000 {
                var changed = bytes
                for _ in 0...Int.random(in: 0..<4, using: &random) where !changed.isEmpty {
                    let place = Int.random(in: changed.indices, using: &random)
                    switch Int.random(in: 0..<3, using: &random) {
                    case 0: changed[place] = UInt8.random(in: 0...255, using: &random)
                    case 1: changed.remove(at: place)
                    default: changed.insert(changed[Int.random(in: changed.indices, using: &random)], at: place)
                    }
                }
                reader.read(changed)
            }
        }
    }
}
