import Catalog
import ModelFiles
import Quantities
import Records
import SystemPackage
import Testing
import TestSupport

@Suite struct DamagedGGUFTests {
    private func cause(_ bytes: [UInt8]) throws -> String {
        let failure = try #require(throws: Failure.self) { try GGUFFile(bytes, name: "bad.gguf") }
        #expect(failure.status == .badData)
        return failure.cause
    }

    private func cause(_ change: (inout GGUFBytes) -> Void) throws -> String {
        var file = GGUFBytes.smallMixture
        change(&file)
        return try cause(file.bytes)
    }

    @Test func aFileCutShortAnywhereIsAnError() throws {
        let bytes = GGUFBytes.smallMixture.bytes
        for length in bytes.indices { #expect(throws: Failure.self) { try cut(bytes, length) } }
    }

    private func cut(_ bytes: [UInt8], _ length: Int) throws {
        _ = try GGUFFile(Array(bytes.prefix(length)), name: "cut.gguf")
    }

    @Test func missingBytesAreCounted() throws {
        // The last tensor's 17408 bytes are a multiple of the alignment, so nothing follows them.
        #expect(try cause(GGUFBytes.smallMixture.bytes.dropLast(100)).contains("100 bytes are missing"))
    }

    private func cause(_ bytes: ArraySlice<UInt8>) throws -> String { try cause(Array(bytes)) }

    @Test(arguments: [UInt64(1) << 63, .max, 1 << 40, 1 << 17]) func countsAreNotBelieved(count: UInt64) throws {
        #expect(try cause { $0.claimedTensors = count }.contains("\(count) tensors"))
        #expect(try cause { $0.claimedKeys = count }.contains("\(count) metadata keys"))
        #expect(
            try cause { $0.raw("a", type: 9, GGUFBytes.little(UInt32(0)) + GGUFBytes.little(count)) }
                .contains("\(count) elements of a"))
        #expect(try cause { $0.raw("a", type: 8, GGUFBytes.little(count)) }.contains("\(count) bytes"))
    }

    @Test func whatIsNoGGUFIsNamed() throws {
        #expect(try cause([]).contains("letters GGUF"))
        #expect(try cause(Array("PK\u{3}\u{4} and so on".utf8)).contains("letters GGUF"))
        #expect(try cause { $0.version = 1 }.contains("version 1"))
        #expect(try cause { $0.version = 4 }.contains("version 4"))
        #expect(try cause { $0.version = 3 << 24 }.contains("big-endian"))
    }

    @Test(arguments: [(UInt32(99), "type number 99"), (31, "31 (Q4_0_4_4"), (.max, "type number 4294967295")])
    func unknownTensorTypesAreNamed(type: UInt32, words: String) throws {
        #expect(try cause { $0.tensor("blk.0.x.weight", [64], type: type, bytes: 0) }.contains(words))
    }

    @Test func tensorsMustBePossible() throws {
        func bad(
            _ sizes: [UInt64], _ type: UInt32 = 0, at offset: UInt64 = 18240, named name: String = "x"
        ) throws -> String {
            try cause { $0.raw(tensor: name, sizes, type: type, offset: offset) }
        }
        #expect(try bad([]).contains("0 dimensions"))
        #expect(try bad([1, 1, 1, 1, 1]).contains("5 dimensions"))
        #expect(try bad([0]).contains("a dimension of 0"))
        #expect(try bad([1 << 63]).contains("a dimension of"))
        #expect(try bad([1 << 32, 1 << 32]).contains("over 2⁶³ weights"))
        #expect(try bad([1 << 62]).contains("over 2⁶³ bytes"))
        #expect(try bad([33], 8).contains("no whole blocks of 32 (Q8_0)"))
        #expect(try bad([8], at: 18241).contains("not aligned"))
        #expect(try bad([8], at: 0).contains("overlaps"))
        #expect(try bad([8], at: .max).contains("starts beyond"))
        #expect(try bad([1 << 60], at: 1 << 62).contains("ends beyond"))
        #expect(try bad([8], named: "output.weight").contains("output.weight twice"))
        #expect(try bad([1 << 40]).contains("bytes are missing"))
    }

    @Test func metadataMustBePossible() throws {
        #expect(try cause { $0.number("llama.block_count", 2) }.contains("llama.block_count twice"))
        #expect(try cause { $0.raw("a", type: 13, []) }.contains("unknown value type 13"))
        #expect(try cause { $0.number("general.alignment", 24) }.contains("power of two"))
        let nested = GGUFBytes.little(UInt32(9)) + GGUFBytes.little(UInt64(1))
        let deep = (0..<40).flatMap { _ in nested } + GGUFBytes.little(UInt32(0)) + GGUFBytes.little(UInt64(0))
        #expect(try cause { $0.raw("a", type: 9, deep) }.contains("nests arrays"))
    }

    @Test func namesMustBeUTF8() throws {
        var bytes = GGUFBytes.smallMixture.bytes
        // The first key's first letter: behind magic, version, two counts and a length.
        bytes[32] = 0xFF
        #expect(try cause(bytes).contains("metadata key 1 is not UTF-8"))
    }

    @Test func aMissingFileAndAFolderAreNamed() throws {
        let folder = try TemporaryFolder()
        for path in [folder.path.appending("none.gguf"), folder.path] {
            let failure = try #require(throws: Failure.self) { try GGUFFile(path) }
            #expect(failure.status == .inputMissing)
            #expect(failure.description.contains(path.string))
        }
    }

    /// Whatever happens, the reader ends, in an error or a file.
    @Test func randomDamageNeverCrashes() throws {
        let whole = GGUFBytes.smallMixture
        let header = whole.header.count
        var random = SplitMix(state: 7)
        for _ in 0..<4000 {
            var bytes = whole.bytes
            for _ in 0...Int(random.next() % 8) {
                let place = Int(random.next() % UInt64(header))
                let favourites: [UInt8] = [0, 1, 8, 9, 0x7F, 0x80, 0xFF]
                bytes[place] = random.next() % 2 == 0 ? UInt8(random.next() % 256) : favourites[Int(random.next() % 7)]
            }
            if random.next() % 4 == 0 { bytes.removeLast(Int(random.next() % UInt64(bytes.count))) }
            guard let file = try? GGUFFile(bytes, name: "random") else { continue }
            #expect(file.weightBytes.fileSize.bytes <= bytes.count)
            _ = try? file.languageModel("random")
        }
    }
}

/// The same numbers in every run.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
