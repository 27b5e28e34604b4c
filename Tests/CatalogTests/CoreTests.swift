import Catalog
import Testing

@Suite struct CoreTests {
    /// The table of peaks as it was handed over; Skylake-SP has become two rows, since only Cascade Lake has INT8.
    static let table = """
        Haswell to client Skylake,16,32,,,,,
        Skylake-SP,32,64,,,,,
        Cascade Lake,32,64,,,256,,
        Ice Lake-SP,32,64,,,256,,
        Sapphire Rapids,32,64,128,32,256,1024,2048
        Emerald and Granite Rapids,32,64,128,32,256,1024,2048
        Golden and Raptor Cove P,16,32,,,128,,
        Gracemont E,8,16,,,32,,
        Lion Cove P and Skymont E,16,32,,,128,,
        Zen 2 and Zen 3,16,32,,,,,
        Zen 4,16,32,,64,128,,
        Zen 5 desktop and server,32,64,,128,256,,
        Zen 5 Strix Point,16,32,,64,128,,
        Neoverse N1,8,16,,,64,,
        Neoverse N2,8,16,,64,128,,
        Neoverse V1 and V2,16,32,,128,256,,
        Apple M-series P (NEON),16,32,,,128,,
        """

    @Test func everyRowOfTheTableIsThereToTheDigit() throws {
        let cores = try Catalog.builtIn().cores
        let columns = ["fp64", "fp32", "fp16", "bf16", "int8", "amx_bf16", "amx_int8"]
        let rows = Self.table.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        #expect(cores.map(\.name) == rows.map { String($0[0]) })
        for (core, row) in zip(cores, rows) {
            let stated = zip(columns, row.dropFirst()).compactMap { column, cell in Double(cell).map { (column, $0) } }
            #expect(core.operations == Dictionary(uniqueKeysWithValues: stated), "\(core.name)")
            #expect(!core.source.isEmpty && !core.matches.isEmpty && !core.instructionSets.isEmpty)
            #expect(core.int8Set.map(core.instructionSets.contains) ?? (core.operations["int8"] == nil))
        }
    }

    @Test(arguments: [
        ("GenuineIntel", 6, 60, 3, "Haswell to client Skylake"),
        ("GenuineIntel", 6, 158, 9, "Haswell to client Skylake"),
        ("GenuineIntel", 6, 85, 4, "Skylake-SP"), ("GenuineIntel", 6, 85, 7, "Cascade Lake"),
        ("GenuineIntel", 6, 106, 6, "Ice Lake-SP"), ("GenuineIntel", 6, 143, 8, "Sapphire Rapids"),
        ("GenuineIntel", 6, 207, 2, "Emerald and Granite Rapids"),
        ("GenuineIntel", 6, 173, 1, "Emerald and Granite Rapids"), ("GenuineIntel", 6, 190, 0, "Gracemont E"),
        ("AuthenticAMD", 0x17, 0x31, 0, "Zen 2 and Zen 3"), ("AuthenticAMD", 0x17, 0x71, 0, "Zen 2 and Zen 3"),
        ("AuthenticAMD", 0x19, 0x01, 1, "Zen 2 and Zen 3"), ("AuthenticAMD", 0x19, 0x50, 0, "Zen 2 and Zen 3"),
        ("AuthenticAMD", 0x19, 0x11, 1, "Zen 4"), ("AuthenticAMD", 0x19, 0x61, 2, "Zen 4"),
        ("AuthenticAMD", 0x19, 0xa0, 1, "Zen 4"), ("AuthenticAMD", 0x1a, 0x02, 1, "Zen 5 desktop and server"),
        ("AuthenticAMD", 0x1a, 0x44, 0, "Zen 5 desktop and server"),
        ("AuthenticAMD", 0x1a, 0x24, 0, "Zen 5 Strix Point"),
    ])
    func signaturesOfKnownX86(vendor: String, family: Int, model: Int, stepping: Int, name: String) throws {
        let signature = CPUSignature(vendor: vendor, family: family, model: model, stepping: stepping)
        #expect(try Catalog.builtIn().core(signature, kind: "uniform")?.name == name)
    }

    @Test(arguments: [
        ("Arm", 0xd0c, "uniform", "Neoverse N1"), ("Arm", 0xd49, "uniform", "Neoverse N2"),
        ("Arm implementer 0x6d", 0xd49, "uniform", "Neoverse N2"), ("Arm", 0xd40, "uniform", "Neoverse V1 and V2"),
        ("Arm", 0xd4f, "uniform", "Neoverse V1 and V2"), ("Apple", 0x22, "performance", "Apple M-series P (NEON)"),
    ])
    func partsOfKnownArm(vendor: String, part: Int, kind: String, name: String) throws {
        let signature = CPUSignature(vendor: vendor, family: nil, model: part, stepping: 1)
        #expect(try Catalog.builtIn().core(signature, kind: kind)?.name == name)
    }

    @Test func noTwoRowsMatchOneCore() throws {
        let matches = try Catalog.builtIn().cores.map(\.matches)
        func check(_ vendor: String, _ family: Int?, _ model: Int, _ stepping: Int) {
            let signature = CPUSignature(vendor: vendor, family: family, model: model, stepping: stepping)
            for kind in ["uniform", "performance", "efficiency"] {
                let rows = matches.count { row in row.contains { $0.contains(signature, kind: kind) } }
                if rows > 1 { Issue.record("\(signature) \(kind) has \(rows) rows") }
            }
        }
        for model in 0..<256 {
            for stepping in 0..<16 { check("GenuineIntel", 6, model, stepping) }
            for family in [0x17, 0x19, 0x1a] { check("AuthenticAMD", family, model, 0) }
        }
        for part in 0..<4096 { for vendor in ["Arm", "Apple"] { check(vendor, nil, part, 0) } }
    }

    @Test func aHybridPartNeedsTheKind() throws {
        let catalog = try Catalog.builtIn()
        let raptorLake = CPUSignature(vendor: "GenuineIntel", family: 6, model: 186, stepping: 2)
        #expect(catalog.core(raptorLake, kind: "performance")?.name == "Golden and Raptor Cove P")
        #expect(catalog.core(raptorLake, kind: "efficiency")?.name == "Gracemont E")
        #expect(catalog.core(raptorLake, kind: "uniform") == nil)
        // Both kinds of core have the same peaks: a guest need not know which it has.
        let arrowLake = CPUSignature(vendor: "GenuineIntel", family: 6, model: 198, stepping: 2)
        let kinds = ["performance", "efficiency", "uniform"].map { catalog.core(arrowLake, kind: $0)?.name }
        #expect(Set(kinds) == ["Lion Cove P and Skymont E"])
    }

    /// Meteor Lake; Zen 1; the Zen 2 of a game console, whose vector unit is cut in half; an Apple efficiency core.
    @Test func unknownCoresHaveNoFigure() throws {
        let catalog = try Catalog.builtIn()
        let unknown: [(String?, Int?, Int?, Int?)] = [
            ("GenuineIntel", 6, 170, 4), ("AuthenticAMD", 0x17, 0x01, 2), ("AuthenticAMD", 0x17, 0x47, 0),
            ("GenuineIntel", 6, 85, nil), ("GenuineIntel", 6, nil, 1), (nil, nil, nil, nil), ("Apple", nil, 0x22, 1),
        ]
        for (vendor, family, model, stepping) in unknown {
            let signature = CPUSignature(vendor: vendor, family: family, model: model, stepping: stepping)
            #expect(catalog.core(signature, kind: "uniform") == nil, "\(signature)")
        }
    }
}
