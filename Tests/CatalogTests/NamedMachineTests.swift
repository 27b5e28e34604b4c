import Catalog
import Testing

@Suite struct NamedMachineTests {
    /// A CPU, as makers, sources and users write it.
    @Test(arguments: [
        ("EPYC 9755", "EPYC 9755", 1), ("2x EPYC 9755", "EPYC 9755", 2), ("2 × epyc 9755", "EPYC 9755", 2),
        ("AMD EPYC 9755 128-Core Processor", "EPYC 9755", 1), ("2x Xeon Gold 5218", "Xeon Gold 5218", 2),
        ("Xeon 5218", "Xeon Gold 5218", 1), ("Intel(R) Xeon(R) Gold 5218 CPU @ 2.30GHz", "Xeon Gold 5218", 1),
        ("i7-12700H", "Core i7-12700H", 1), ("13th Gen Intel(R) Core(TM) i5-1335U", "Core i5-1335U", 1),
        ("Ryzen 9950X", "Ryzen 9 9950X", 1), ("9950x3d", "Ryzen 9 9950X3D", 1),
        ("AMD Ryzen 9 9950X 16-Core Processor", "Ryzen 9 9950X", 1),
        ("AMD RYZEN AI MAX+ PRO 395 w/ Radeon 8060S", "Ryzen AI Max+ PRO 395", 1),
        ("Ryzen AI Max+ 395", "Ryzen AI Max+ 395", 1), ("Threadripper 7965WX", "Threadripper PRO 7965WX", 1),
        ("AMD Ryzen Threadripper PRO 7965WX 24-Cores", "Threadripper PRO 7965WX", 1), ("graviton4", "Graviton4", 1),
        ("Xeon 6980P", "Xeon 6980P", 1), ("Xeon 6 6980P", "Xeon 6980P", 1),
    ])
    func processors(text: String, name: String, sockets: Int) throws {
        let machine = try #require(try Catalog.builtIn().machine(named: text))
        #expect(machine.processor?.name == name)
        #expect(machine.sockets == sockets)
        #expect(machine.name == (sockets > 1 ? "\(sockets)x \(name)" : name))
        #expect(machine.platform.name == machine.processor?.platform)
    }

    /// Not in the table itself, or a family.
    @Test(arguments: [
        ("EPYC 9655X", "EPYC 9005 Turin"), ("2x EPYC 9124", "EPYC 9004 Genoa"),
        ("Xeon Gold 6430Y", "Xeon Sapphire Rapids"),
        ("Ryzen 7000", "Ryzen 7000"), ("Genoa", "EPYC 9004 Genoa"), ("EPYC 8004", "EPYC 8004 Siena"),
        ("epyc 9005", "EPYC 9005 Turin or EPYC 9005 Turin Dense"), ("Lunar Lake", "Lunar Lake"),
        ("EPYC 9004", "EPYC 9004 Genoa or EPYC 9004 Bergamo"),
        ("Threadripper 7000", "Threadripper 7000X or Threadripper Pro 7000WX"),
    ])
    func families(text: String, platform: String) throws {
        let machine = try #require(try Catalog.builtIn().machine(named: text))
        #expect(machine.processor == nil)
        #expect(machine.platform.name == platform)
    }

    @Test(arguments: ["", "Xeon", "Xeon Gold", "EPYC", "Pentium 4", "0x EPYC 9755", "17x EPYC 9755", "6"])
    func whatIsNotNamed(text: String) throws {
        #expect(try Catalog.builtIn().machine(named: text) == nil)
    }

    @Test func suggestionsComeNear() throws {
        let catalog = try Catalog.builtIn()
        #expect(catalog.suggestions(for: "EPIC 9755").first == "EPYC 9755")
        #expect(catalog.suggestions(for: "2x Ryzen 9 9950XX").first == "Ryzen 9 9950X")
    }

    /// Of several families the lower figure counts, and the range is shown.
    @Test func severalFamiliesAreTheLowestOfEach() throws {
        let catalog = try Catalog.builtIn()
        let named = { (names: [String]) in catalog.platforms.filter { names.contains($0.name) } }
        let merged = try #require(Platform.lowest(of: named(["Threadripper 7000X", "Threadripper Pro 7000WX"])))
        #expect(merged.channels == 4)
        #expect(merged.channelRange == 4...8)
        #expect(merged.chiplets == 2...12)
        #expect(merged.category == "workstation")
        // 384 GB/s against 537.6: fewer bits, in more channels.
        let arm = try #require(Platform.lowest(of: named(["Graviton4", "Grace"])))
        #expect(arm.channels == 32)
        #expect(arm.channelWidth == 16)
        #expect(Platform.lowest(of: []) == nil)
        let one = named(["Ryzen 7000"])
        #expect(Platform.lowest(of: one) == one.first)
    }

    /// Every machine of the published runs has a family, and so a class to compare with.
    @Test func publishedMachinesAreKnown() throws {
        let catalog = try Catalog.builtIn()
        for run in try PublishedRun.builtIn() {
            let machine = try #require(catalog.machine(named: run.machine), "\(run.machine)")
            #expect(machine.processor != nil, "\(run.machine)")
        }
        let category = { catalog.machine(named: $0)?.platform.category }
        #expect(category("2x Xeon Gold 5218") == "server")
        #expect(category("Ryzen AI Max+ PRO 395") == "mobile")
        #expect(category("i7-12700H") == "mobile")
        #expect(category("EPYC 4585PX") == "desktop")
        #expect(category("Threadripper PRO 7965WX") == "workstation")
    }
}
