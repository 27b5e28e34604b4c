import Catalog
import Testing
import TestSupport

@Suite struct PlatformMatchingTests {
    private func found(
        _ vendor: String?, _ family: Int?, _ model: Int?, _ stepping: Int? = 0, _ name: String? = nil
    ) throws -> [String] {
        let signature = CPUSignature(vendor: vendor, family: family, model: model, stepping: stepping)
        return try Catalog.builtIn().platforms(signature, name: name).map(\.name)
    }

    @Test(arguments: [
        (25, 0x11, "EPYC 9004 Genoa"), (26, 0x02, "EPYC 9005 Turin"), (26, 0x11, "EPYC 9005 Turin Dense"),
        (25, 0x01, "EPYC 7003 Milan"), (25, 0x08, "Threadripper Pro 5000WX"), (26, 0x24, "Ryzen AI 300"),
        (26, 0x60, "Ryzen AI 300"), (26, 0x70, "Ryzen AI Max 300"), (23, 0x71, "Ryzen 3000"),
        (25, 0x21, "Ryzen 5000"),
    ])
    func signaturesOfOneAMDFamily(family: Int, model: Int, name: String) throws {
        #expect(try found("AuthenticAMD", family, model) == [name])
    }

    @Test(arguments: [
        (106, 6, "Xeon Ice Lake-SP"), (207, 2, "Xeon Emerald Rapids"), (186, 2, "Raptor Lake mobile"),
        (183, 1, "Raptor Lake desktop"), (154, 3, "Alder Lake mobile"), (151, 2, "Alder Lake desktop"),
        (170, 4, "Meteor Lake"), (198, 2, "Arrow Lake desktop"), (189, 1, "Lunar Lake"),
        (158, 9, "Core 6th to 10th generation desktop"), (60, 3, "Core 4th and 5th generation desktop"),
        (85, 11, "Xeon Cooper Lake"),
    ])
    func signaturesOfOneIntelFamily(model: Int, stepping: Int, name: String) throws {
        #expect(try found("GenuineIntel", 6, model, stepping) == [name])
    }

    @Test func partsOfArm() throws {
        #expect(try found("Arm", nil, 0xd40) == ["Graviton3"])
        #expect(try found("Arm", nil, 0xd0c) == ["Graviton2", "Ampere Altra"])
        #expect(try found("Arm", nil, 0xd4f, 0, "AWS Graviton4") == ["Graviton4"])
        #expect(try found("Apple", nil, 0x25) == ["Apple M1 Pro"])
    }

    /// One signature, several sockets: the name decides, where there is one.
    @Test func namesNarrowWhatASignatureLeaves() throws {
        #expect(try found("AuthenticAMD", 25, 0xa0) == ["EPYC 9004 Bergamo", "EPYC 8004 Siena"])
        #expect(try found("AuthenticAMD", 25, 0xa0, 2, "AMD EPYC 8534P 64-Core Processor") == ["EPYC 8004 Siena"])
        #expect(try found("AuthenticAMD", 25, 0xa0, 1, "AMD EPYC 9754 128-Core Processor") == ["EPYC 9004 Bergamo"])
        let threadripper = "AMD Ryzen Threadripper PRO 7965WX 24-Cores"
        #expect(try found("AuthenticAMD", 25, 0x18, 1, threadripper) == ["Threadripper Pro 7000WX"])
        #expect(
            try found("AuthenticAMD", 25, 0x61, 2, "AMD EPYC 4564P 16-Core Processor") == ["EPYC 4004"])
        #expect(
            try found("AuthenticAMD", 25, 0x75, 2, "AMD Ryzen 7 8845HS w/ Radeon 780M Graphics") == ["Ryzen 8040"])
        #expect(
            try found("AuthenticAMD", 26, 0x70, 0, "AMD RYZEN AI MAX+ PRO 395 w/ Radeon 8060S") == ["Ryzen AI Max 300"])
        #expect(try found("GenuineIntel", 6, 173, 1, "Intel(R) Xeon(R) 6980P") == ["Xeon 6 Granite Rapids AP"])
        #expect(try found("GenuineIntel", 6, 173, 1, "Intel(R) Xeon(R) 6767P") == ["Xeon 6 Granite Rapids SP"])
        let gold = "Intel(R) Xeon(R) Gold 5218 CPU @ 2.30GHz"
        #expect(try found("GenuineIntel", 6, 85, 7, gold) == ["Xeon Cascade Lake"])
        #expect(try found("GenuineIntel", 6, 85, nil, gold) == ["Xeon Cascade Lake"])
        #expect(
            try found("GenuineIntel", 6, 186, 3, "13th Gen Intel(R) Core(TM) i5-1335U") == ["Raptor Lake mobile"])
    }

    /// Hypervisors name a family, or only a brand: that is a server.
    @Test func guestsNames() throws {
        #expect(try found("GenuineIntel", 6, 143, 8, "Intel(R) Xeon(R) Processor") == ["Xeon Sapphire Rapids"])
        #expect(try found("GenuineIntel", 6, 85, 7, "Intel(R) Xeon(R) CPU @ 2.20GHz") == ["Xeon Cascade Lake"])
        #expect(try found("AuthenticAMD", 23, 0x31, 0, "AMD EPYC-Rome Processor") == ["EPYC 7002 Rome"])
        #expect(try found("AuthenticAMD", 25, 0x11, 1, "AMD EPYC 9R14") == ["EPYC 9004 Genoa"])
        #expect(try found("GenuineIntel", 6, 143, 4, "Virtual CPU 1.0").first == "Xeon Sapphire Rapids")
        #expect(
            try found(nil, nil, nil, nil, "Intel Xeon Processor (SapphireRapids)") == ["Xeon Sapphire Rapids"])
        #expect(try found(nil, nil, nil, nil, "Intel(R) Xeon(R) Processor").isEmpty)
    }

    @Test func aNameThatContradictsTheSignatureIsIgnored() throws {
        #expect(try found("AuthenticAMD", 25, 0x11, 1, "AMD EPYC 7763 64-Core Processor") == ["EPYC 9004 Genoa"])
        #expect(try found("GenuineIntel", 6, 207, 2, "AMD EPYC 9755 128-Core Processor") == ["Xeon Emerald Rapids"])
        // A model that is not known yet, of another maker than its name.
        #expect(try found("GenuineIntel", 6, 250, 0, "AMD EPYC 9755 128-Core Processor").isEmpty)
        #expect(try found("AuthenticAMD", 26, 250, 0, "AMD EPYC 9755 128-Core Processor") == ["EPYC 9005 Turin"])
    }

    @Test func whatIsUnknownIsEmpty() throws {
        #expect(try found("AuthenticAMD", 23, 1, 2, "AMD EPYC 7551 32-Core Processor").isEmpty)
        #expect(try found(nil, nil, nil, nil).isEmpty)
        #expect(try found(nil, nil, nil, nil, "").isEmpty)
        #expect(try found("Arm", nil, 0xd08, 0, "Cortex-A72").isEmpty)
    }

    /// They take as long as the name of a CPU that is unknown, though some are a megabyte long.
    @Test func hostileNamesAreNotMatchedAndTakeNoTime() async throws {
        let catalog = try Catalog.builtIn()
        let nothing = CPUSignature(vendor: nil, family: nil, model: nil, stepping: nil)
        let names = [
            String(repeating: "9", count: 1 << 20), String(repeating: "EPYC ", count: 200_000), "EPYC 9\u{661}55",
            "E\u{301}PYC 9755", "\u{202e}5579 CYPE", "\0\0\0", "*", "#", "EPYC ****", "🧠 9755🧠",
            String(repeating: "(r)", count: 300_000), "x", "2x", "99999999999999999999x EPYC 9755", "0x EPYC 9755",
            String(repeating: "e\u{301}", count: 100_000),
        ]
        func look(for name: String) -> Duration {
            processorTime {
                _ = catalog.platforms(nothing, name: name)
                _ = catalog.machine(named: name)
                _ = catalog.processor(nothing, name: name)
                _ = catalog.suggestions(for: name)
            }
        }
        for name in names {
            #expect(catalog.platforms(nothing, name: name).isEmpty)
            #expect(catalog.machine(named: name) == nil)
            #expect(catalog.processor(nothing, name: name) == nil)
            #expect(catalog.suggestions(for: name).count == 3)
            let times = await timesAsLong(limit: 10, as: { look(for: "AMD EPYC 7551 32-Core Processor") }) {
                look(for: name)
            }
            #expect(times < 10, "\(name.prefix(20))")
        }
    }
}
