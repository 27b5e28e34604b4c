import Catalog
import FoundationEssentials
import Testing

@Suite struct AddingTests {
    static let core = """
        {"name": "Zen 9", "operations": {"fp64": 64, "fp32": 128}, "vectorBits": 512, "instructionSets": ["avx512"], \
        "source": "a test", "matches": [{"vendor": "AuthenticAMD", "family": 99, "models": [[0, 15]]}]}
        """
    static let platform = """
        {"name": "EPYC 1xxx Nova", "socket": "SP9", "category": "server", "channels": 16, "channelWidth": 64, \
        "megatransfers": [8000, 12800], "memory": "DDR6", "chiplets": [2, 20], "fabricGHz": [2.4, 2.4], \
        "readBytesPerClock": [64, 64], "cores": ["Zen 9"], "source": "a test", \
        "matches": [{"vendor": "AuthenticAMD", "family": 99, "models": [[0, 15]]}], "names": ["EPYC 1##9"]}
        """
    static let processor = """
        {"name": "EPYC 1009", "platform": "EPYC 1xxx Nova", "cores": [{"count": 320, "baseGHz": 2.5, \
        "boostGHz": 5, "core": "Zen 9"}], "chiplets": 20, "source": "a test"}
        """

    private static func file(
        core: String = core, platform: String = platform, processor: String = processor
    ) -> [UInt8] {
        Array(#"{"platforms": [\#(platform)], "processors": [\#(processor)], "cores": [\#(core)]}"#.utf8)
    }

    @Test func aNewMachineIsFoundByNameAndSignature() throws {
        let catalog = try Catalog.builtIn().adding(Self.file())
        let machine = try #require(catalog.machine(named: "2x EPYC 1009"))
        #expect(machine.processor?.chiplets == 20)
        #expect(machine.platform.megatransfers == 8000...12800)
        let signature = CPUSignature(vendor: "AuthenticAMD", family: 99, model: 2, stepping: 0)
        #expect(catalog.platforms(signature, name: nil).map(\.name) == ["EPYC 1xxx Nova"])
        #expect(catalog.core(signature, kind: "uniform")?.name == "Zen 9")
        #expect(catalog.platforms.count == (try Catalog.builtIn().platforms.count) + 1)
    }

    /// The file that Documentation/AddingCPUs.md shows.
    @Test func theExampleIsRead() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let bytes = [UInt8](try Data(contentsOf: root.appending(path: "Fixtures/cpus-example.json")))
        let catalog = try Catalog.builtIn().adding(bytes)
        let machine = try #require(catalog.machine(named: "EPYC 9755N"))
        #expect(machine.platform.megatransfers == 6400...6400)
        #expect(machine.processor?.cores.first?.count == 128)
        let text = String(decoding: bytes, as: UTF8.self)
        let page = root.deletingLastPathComponent().appending(path: "Documentation/AddingCPUs.md")
        #expect(try String(decoding: Data(contentsOf: page), as: UTF8.self).contains(text), "the page shows the file")
    }

    /// A star takes as much as leaves a match: "9*#n" of "1999n" begins at any nine.
    @Test(arguments: [
        ("EPYC 1999N", true), ("EPYC 1949n", true), ("EPYC 1949", false), ("EPYC 19N", false), ("EPYC 9N", false),
        ("EPYC 1\u{669}9N", false),
    ])
    func starsInPatterns(name: String, isMeant: Bool) throws {
        let row = try replace("EPYC 1##9", "EPYC*9*#N*", in: Self.platform)
        let catalog = try Catalog.builtIn().adding(Self.file(platform: row))
        #expect((catalog.machine(named: name)?.platform.name == "EPYC 1xxx Nova") == isMeant)
    }

    @Test func aRowReplacesTheOneOfItsName() throws {
        let row = """
            {"processors": [
            {"name": "epyc 9755", "platform": "EPYC 9005 Turin", "cores": [{"count": 1, "core": "Zen 4"}], \
            "source": "a"},
            {"name": "EPYC 9755", "platform": "EPYC 9005 Turin", "cores": [{"count": 7, "core": "Zen 4"}], \
            "source": "b"}
            ]}
            """
        let catalog = try Catalog.builtIn().adding(Array(row.utf8))
        #expect(catalog.processor(named: "EPYC 9755")?.source == "b")
        #expect(catalog.processors.count == (try Catalog.builtIn().processors.count))
    }

    @Test func theBuiltInRowsPassTheSameCheck() throws {
        let catalog = try Catalog.builtIn()
        try catalog.check(catalog.cores, catalog.platforms, catalog.processors)
    }

    /// A change to a platform's row, and what is said of it.
    @Test(arguments: [
        ("\"channels\": 16", "\"channels\": 0", "field \"channels\": 0, and may be 1 to 64"),
        (
            "\"channels\": 16", "\"channels\": \"16\"",
            "row 1 of \"platforms\", field \"channels\": must be a whole number"
        ),
        ("\"channels\": 16, ", "", "row 1 of \"platforms\": the field \"channels\" is missing"),
        ("\"channels\": 16", "\"chanels\": 16", "the field \"chanels\" is unknown"),
        ("12800]", "1000000000]", "field \"megatransfers\": 1000000000, and may be 200 to 50000"),
        ("[8000, 12800]", "[12800, 8000]", "field \"megatransfers\": is no value that is allowed"),
        ("[8000, 12800]", "8000", "field \"megatransfers\": must be a list"),
        ("[2, 20]", "[0, 20]", "field \"chiplets\": 0, and may be 1 to 64"),
        ("[2.4, 2.4]", "[2.4, 240]", "field \"fabricGHz\": 240.0, and may be 0.1 to 10.0"),
        ("\"fabricGHz\": [2.4, 2.4], ", "", "field \"chiplets\": comes with \"fabricGHz\""),
        ("\"channelWidth\": 64", "\"channelWidth\": 63", "may be 16, 32, 64 or 128"),
        ("\"server\"", "\"toaster\"", "must be one of server, workstation, desktop, mobile"),
        ("[\"Zen 9\"]", "[\"Zen 10\"]", "field \"cores\": \"Zen 10\" is not the name of a core"),
        ("EPYC 1##9", "*", "says less than 3 characters"), ("SP9", "\\u001b[2J", "no control characters"),
        ("\"models\": [[0, 15]]", "\"models\": []", "field \"matches.models\": is empty"),
    ])
    func aWrongPlatformIsRefused(part: String, instead: String, text: String) throws {
        try refuses(Self.file(platform: try replace(part, instead, in: Self.platform)), text)
    }

    @Test(arguments: [
        ("EPYC 1xxx Nova", "EPYC 1xxx", "field \"platform\": \"EPYC 1xxx\" is not the name of a platform"),
        ("320", "0", "field \"cores.count\": 0, and may be 1 to 4096"),
        ("\"boostGHz\": 5", "\"boostGHz\": 1", "field \"cores.boostGHz\": 1.0, and may be 2.5 to 20.0"),
        ("\"baseGHz\": 2.5", "\"baseGHz\": 25", "field \"cores.baseGHz\": 25.0, and may be"),
        ("\"chiplets\": 20", "\"chiplets\": 0", "processors: \"EPYC 1009\", field \"chiplets\": 0"),
        ("EPYC 1xxx Nova", "Xeon Emerald Rapids", "has no fabric"), ("Zen 9", "Zen", "is not the name of a core"),
    ])
    func aWrongProcessorIsRefused(part: String, instead: String, text: String) throws {
        try refuses(Self.file(processor: try replace(part, instead, in: Self.processor)), text)
    }

    @Test(arguments: [
        ("\"fp64\": 64", "\"fp64\": 0", "field \"operations.fp64\": 0.0"),
        ("fp32", "fp8", "its names are fp64"), ("[\"avx512\"]", "[]", "field \"instructionSets\""),
        ("\"vectorBits\": 512", "\"vectorBits\": 1", "field \"vectorBits\": 1, and may be 64 to 4096"),
    ])
    func aWrongCoreIsRefused(part: String, instead: String, text: String) throws {
        try refuses(Self.file(core: try replace(part, instead, in: Self.core)), text)
    }

    @Test func whatIsNoFileOfFactsIsRefused() throws {
        try refuses([], "the file is not JSON")
        try refuses(Array("[1, 2]".utf8), "the file: must be an object")
        try refuses([0xff, 0xfe, 0, 1], "the file is not JSON")
        try refuses(Array(#"{"platform": []}"#.utf8), "the table \"platform\" is unknown")
        try refuses([UInt8](repeating: 0x20, count: 1 << 21), "at most 1048576 are read")
        try refuses(Array(String(repeating: "[", count: 100_000).utf8), "the file")
        let bytes = Self.file()
        for length in stride(from: 1, to: bytes.count, by: 7) { try refuses(Array(bytes.prefix(length)), "the file") }
    }

    private func replace(_ part: String, _ instead: String, in row: String) throws -> String {
        let pieces = row.split(separator: part, maxSplits: 1, omittingEmptySubsequences: false)
        try #require(pieces.count == 2, "\(part)")
        return pieces.joined(separator: instead)
    }

    private func refuses(_ bytes: [UInt8], _ text: String) throws {
        let error = #expect(throws: CatalogError.self) { try Catalog.builtIn().adding(bytes) }
        #expect(error?.description.contains(text) == true, "\(error?.description ?? "no error")")
    }
}
