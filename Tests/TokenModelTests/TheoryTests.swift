import Catalog
import Quantities
import Testing
import TokenModel

/// Ceilings from facts, and what would move them.
@Suite struct TheoryTests {
    private func facts(channels: Int = 12, rate: Int = 5600, chiplets: Int? = 16, clock: Double = 2) -> MachineFacts {
        var facts = MachineFacts(name: "example")
        facts.channels = Sourced(channels, .read, "SMBIOS")
        facts.megatransfers = Sourced(rate, .read, "SMBIOS")
        facts.chiplets = chiplets.map { Sourced($0, .derived, "L3 caches") }
        facts.fabricGHz = Sourced(clock, .assumed, "memory")
        return facts
    }

    @Test func theSmallerCeilingBinds() {
        #expect(facts().binding == .memory && facts().theoreticalBandwidth?.gigabytesPerSecond == 537.6)
        #expect(facts(chiplets: 8).binding == .fabric && facts(chiplets: 8).theoreticalBandwidth?.value == 512e9)
        #expect(facts(chiplets: nil).binding == .memory && facts(chiplets: nil).chipletsNeeded == 9)
    }

    @Test func twoLinksDoubleTheFabricAndDesktopsWriteHalf() {
        var wide = facts(chiplets: 8)
        wide.readBytesPerClock = Sourced(64, .table, "")
        #expect(wide.fabric?.value == 1024e9 && wide.binding == .memory && wide.chipletsNeeded == 5)
        var desktop = facts(channels: 2, chiplets: 2)
        desktop.readBytesPerClock = Sourced(32, .table, "")
        desktop.writeBytesPerClock = Sourced(16, .table, "")
        #expect(desktop.fabric?.value == 128e9 && desktop.fabricWrite?.value == 64e9)
        wide.writeBytesPerClock = Sourced(16, .table, "")
        #expect(wide.fabricWrite?.value == 512e9, "both links write")
    }

    @Test func lowPowerChannelsAreNarrow() {
        var laptop = facts(channels: 8, rate: 7500, chiplets: nil)
        laptop.channelWidth = Sourced(16, .read, "")
        #expect(laptop.dram?.gigabytesPerSecond == 120)
    }

    @Test func theLeastSureFactIsTold() {
        #expect(facts().weakestProvenance?.kind == .read, "a fabric that does not bind has no part in it")
        #expect(facts(chiplets: 8).weakestProvenance?.kind == .assumed)
        var told = facts()
        told.bandwidth = Sourced(Bandwidth(gigabytesPerSecond: 50), .given, "--bandwidth")
        #expect(told.theoreticalBandwidth?.value == 50e9 && told.binding == .told && told.upgrades.isEmpty)
    }

    @Test func whatIsMissingComesFromTheNextSource() {
        var given = MachineFacts(name: "given")
        given.megatransfers = Sourced(6400, .given, "--mts")
        let both = given.completed(by: facts())
        #expect(both.name == "given" && both.dram?.gigabytesPerSecond == 614.4)
        #expect(both.channels?.provenance.kind == .read)
    }

    @Test func aPeakNeedsEveryKindOfCore() {
        var hybrid = facts()
        let clock = Sourced(4.0, .read, "")
        let fast = MachineFacts.CoreFacts(
            count: 2, name: "P", clock: clock, operations: ["fp32": Sourced(32, .table, "")])
        let slow = MachineFacts.CoreFacts(count: 8, name: "E", clock: clock, operations: [:])
        hybrid.cores = [fast]
        #expect(hybrid.peak("fp32")?.gigaPerSecond == 256 && hybrid.peak("int8") == nil)
        hybrid.cores = [fast, slow]
        #expect(hybrid.peak("fp32") == nil, "never the sum of what is known")
    }

    @Test func publishedSharesAreOfTheirMachinesTheory() throws {
        let catalog = try Catalog.builtIn()
        let shares = try PublishedRun.builtIn().map { PublishedShare($0, catalog) }
        let ryzen = shares.filter { $0.run.machine == "Ryzen 9 9950X" }
        #expect(
            ryzen.count == 3
                && ryzen.allSatisfy { ($0.streamShare ?? 0).fixed(2).hasPrefix("0.7") || $0.streamShare ?? 0 > 0.79 })
        let prompts = ryzen.compactMap(\.promptShare)
        #expect(prompts.count == 3 && prompts.allSatisfy { (0.1...0.4).contains($0) }, "\(prompts)")
        let desktop = try #require(ReachedShare(of: "desktop", among: shares))
        #expect(desktop.category == "desktop" && desktop.machines.count >= 2 && desktop.stream.high < 1)
        let strange = try #require(ReachedShare(of: "mainframe", among: shares))
        #expect(strange.category == "any class" && strange.stream.low < desktop.stream.low)
    }
}
