import ModelFiles
import Records
import Testing
import TestSupport

@Suite struct SafetensorsTests {
    private func read(_ bytes: [UInt8]) throws -> [SafetensorsTensor] {
        try SafetensorsHeader(ByteSource(name: "bad.safetensors", bytes)).tensors
    }

    private func cause(_ bytes: [UInt8]) throws -> String {
        let failure = try #require(throws: Failure.self) { try read(bytes) }
        #expect(failure.status == .badData)
        #expect(failure.description.contains("bad.safetensors"))
        return failure.cause
    }

    /// The header of one entry or more, before so many zeros.
    private func cause(_ entries: String, _ bytes: Int) throws -> String {
        try cause(Checkpoint.file(header: "{\(entries)}", bytes))
    }

    @Test func tensorsAreReadInTheirOrder() throws {
        let entries =
            Checkpoint.entry("b", "F32", [2, 3], 4, 28) + ", " + Checkpoint.entry("a", "BF16", [2], 0, 4) + ", "
            + Checkpoint.entry("c", "F4", [], 28, 28).replacing("[]", with: "[0]")
        let tensors = try read(Checkpoint.file(header: "{\(entries)}", 28))
        #expect(tensors.map(\.name) == ["a", "b", "c"])
        #expect(tensors.map(\.shape) == [[2], [2, 3], [0]])
        #expect(tensors.map(\.bytes) == [4, 24, 0])
        #expect(tensors.map(\.type) == ["BF16", "F32", "F4"])
    }

    @Test func aFileCutShortAnywhereIsAnError() throws {
        let bytes = Checkpoint.file([("a", [2, 3], "F32"), ("b", [5], "BF16")])
        for length in bytes.indices { #expect(throws: Failure.self) { try read(Array(bytes.prefix(length))) } }
        #expect(try cause(bytes.dropLast(3).map(\.self)).contains("3 bytes are missing"))
    }

    @Test(arguments: [UInt64(1) << 63, .max, 1 << 40, 100_000_001]) func lengthsAreNotBelieved(length: UInt64) throws {
        #expect(try cause(GGUFBytes.little(length) + [123, 125]).contains("\(length) bytes, and the format"))
    }

    @Test func tensorsMustLieOneAfterAnother() throws {
        let first = Checkpoint.entry("a", "F32", [2], 0, 8)
        #expect(try cause(first + "," + Checkpoint.entry("b", "F32", [1], 4, 8), 8).contains("b overlaps"))
        #expect(try cause(first + "," + Checkpoint.entry("b", "F32", [1], 12, 16), 16).contains("b leaves a gap"))
        #expect(try cause(first + "," + Checkpoint.entry("b", "F32", [1], 8, 12), 8).contains("4 bytes are missing"))
        #expect(try cause(first + "," + first, 8).contains("'a' is there twice"))
    }

    @Test(arguments: [
        ("F32", [2], 0, 4), ("F32", [2], 8, 0), ("F32", [-2], 0, 8), ("F32", [1 << 40, 1 << 40], 0, 8),
        ("F32", [4], 0, 1 << 62), ("I64", [.max], 0, 8), ("F32", [2], .max - 7, .max), ("F4", [1], 0, 1),
    ])
    func tensorsMustBePossible(type: String, shape: [Int], start: Int, end: Int) throws {
        #expect(try cause(Checkpoint.entry("odd", type, shape, start, end), 8).contains("odd"))
    }

    @Test func unknownTypesAreNamed() throws {
        #expect(try cause(Checkpoint.entry("odd", "Q4_K", [2], 0, 8), 8).contains("odd has the type Q4_K"))
    }

    @Test(arguments: [
        "[]", "7", "{", "{\"a\": 1}", "{\"a\": {}}", "{\"a\": {\"dtype\": 3, \"shape\": [], \"data_offsets\": [0, 4]}}",
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [1.0], \"data_offsets\": [0, 4]}}",
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [1], \"data_offsets\": [0]}}", "\u{FEFF}{}",
    ])
    func headersMustBePossible(header: String) throws { _ = try cause(Checkpoint.file(header: header, 4)) }

    @Test func deepNestingEnds() throws {
        let header = "{\"a\": " + String(repeating: "[", count: 1_000_000)
        #expect(try cause(Checkpoint.file(header: header, 0)).contains("nests over 64 deep"))
    }

    @Test func bytesThatAreNoTextAreSaid() throws {
        #expect(try cause(GGUFBytes.little(UInt64(5)) + [0x7B, 0x22, 0xFF, 0x22, 0x7D]).contains("not UTF-8"))
    }
}
