import Records
import Testing

/// What the population of slots is said to cost, and what to do.
@Suite struct PopulationFindingTests {
    /// "A1", size in GiB, configured and rated MT/s.
    private func map(
        _ slots: [(String, Int)], running: Int = 4800, rated: Int? = nil, sockets: Int = 1, family: Int? = nil
    ) -> SlotMap {
        let modules = slots.map {
            MemoryModule(
                locator: $0.0, size: $0.1 << 30, type: "DDR5", configuredMTs: running, ratedMTs: rated ?? running)
        }
        return SlotMap(
            MemoryModules(modules: modules, toldByHypervisor: false), sockets: sockets, channelsPerSocket: family)
    }

    private func only(_ map: SlotMap, _ family: PopulationFinding.Family = .init()) throws -> PopulationFinding {
        let found = PopulationFinding.findings(map, family: family)
        #expect(found.count == 1, "\(found)")
        return try #require(found.first)
    }

    @Test func aFullMachineHasNothingToSay() {
        #expect(PopulationFinding.findings(map("ABCDEFGHIJKL".map { ("DIMM_\($0)1", 32) }, family: 12)).isEmpty)
    }

    @Test func emptyChannelsAreNamed() throws {
        let slots = "ABCDEFGHIJKL".map { ("DIMM_\($0)1", "FL".contains($0) ? 0 : 32) }
        let finding = try only(map(slots, family: 12))
        #expect(abs(finding.cost - 2.0 / 12) < 1e-9)
        #expect(
            finding.text == "2 of 12 channels are empty: F (DIMM_F1), L (DIMM_L1). That costs 17 % of the bandwidth. "
                + "Add another 32 GiB DDR5-4800 to each of them, in the slot that the board's manual fills first: "
                + "+20 %."
        )
    }

    @Test func aModuleThatSharesAChannelMoves() throws {
        let slots = [("DIMM_A1", 16), ("DIMM_A2", 16), ("DIMM_B1", 0), ("DIMM_B2", 0)]
        let finding = try only(map(slots, family: 2))
        #expect(finding.cost == 0.5)
        #expect(finding.text.hasPrefix("Only one channel of two has memory; empty: B (DIMM_B1, DIMM_B2)."))
        #expect(
            finding.text.contains("Move DIMM_A2, which shares a channel with another module, to it, ")
                && finding.text.hasSuffix("+100 %."))
    }

    @Test func fewerModulesThanChannelsLeaveSomeEmptyWhateverTheyAreCalled() throws {
        let slots = (1...12).map { ("slot", $0 <= 8 ? 32 : 0) }
        let finding = try only(map(slots, family: 12))
        #expect(finding.text.hasPrefix("At least 4 of 12 channels are empty, as there are 8 modules."))
        #expect(PopulationFinding.findings(map(slots)).isEmpty, "no family, no names: nothing is known")
    }

    @Test func channelsWithoutASlotAreNotCalledEmpty() throws {
        let finding = try only(map("ABCDEFGH".map { ("DIMM_\($0)1", 32) }, family: 12))
        #expect(finding == .unlistedChannels(listed: 8, of: 12) && abs(finding.cost - 1.0 / 3) < 1e-9)
    }

    @Test func unequalChannelsCostWhatTheFullestHasMore() throws {
        let finding = try only(map([("DIMM_A1", 32), ("DIMM_B1", 16)], family: 2))
        #expect(finding == .unequalChannels(outside: 16 << 30, of: 48 << 30, cost: 0.25))
        #expect(finding.text.contains("16 GiB of 48 GiB are not spread over all of them"))
    }

    @Test func mixedSpeedsNameTheSlowModules() throws {
        var map = map([("DIMM_A1", 32), ("DIMM_B1", 32)], running: 4800)
        map.channels[0].slots[0].ratedMTs = 5600
        let finding = try only(map)
        #expect(finding == .mixedSpeeds(slowest: 4800, fastest: 5600, slots: ["DIMM_B1"]))
        #expect(abs(finding.cost - 1.0 / 7) < 1e-9 && finding.text.contains("14 % of the bandwidth"))
        #expect(PopulationFinding.findings(map, family: .init(megatransfers: 4800)).isEmpty)
    }

    @Test func belowRatedNamesTheSetting() throws {
        let full = [("DIMM_A1", 16), ("DIMM_B1", 16)]
        let finding = try only(map(full, running: 4800, rated: 6000))
        #expect(finding == .belowRated(configured: 4800, rated: 6000) && abs(finding.cost - 0.2) < 1e-9)
        #expect(finding.text.contains("XMP, EXPO"))
        #expect(
            PopulationFinding.findings(map(full, running: 4800, rated: 5600), family: .init(megatransfers: 4800))
                .isEmpty)
        #expect(PopulationFinding.findings(map(full, running: 6000, rated: 4800)).isEmpty, "a profile is faster")
        #expect(PopulationFinding.findings(map(full, running: 2666, rated: 2667)).isEmpty)
    }

    @Test func twoModulesPerChannelLowerTheClock() throws {
        let slots = ["A1", "A2", "B1", "B2"].map { ("DIMM_\($0)", 32) }
        let finding = try only(map(slots, running: 3600, rated: 5600, family: 2))
        #expect(finding == .crowdedChannels(configured: 3600, rated: 5600, perChannel: 2))
        #expect(finding.text.contains("with 2 modules per channel"))
        #expect(PopulationFinding.findings(map(slots, family: 2)).isEmpty)
    }

    @Test func thePoorerSocketIsNamedAfterItsEmptyChannels() throws {
        let slots = (1...2).flatMap { cpu in "ABCD".map { ("P\(cpu)-DIMM\($0)1", cpu == 2 && $0 > "B" ? 0 : 32) } }
        let found = PopulationFinding.findings(map(slots, sockets: 2, family: 4))
        #expect(found.contains(.unevenSockets([0: 4, 1: 2])) && found.count == 2)
        #expect(found.allSatisfy { abs($0.cost - 0.25) < 1e-9 })
        #expect(found.map(\.text).contains { $0.contains("memory of socket 1 is slower") })
        #expect(found.map(\.text).contains { $0.contains("C of socket 1 (P2-DIMMC1)") })
    }

    @Test func findingsComeDearestFirst() {
        let found = PopulationFinding.findings(map([("DIMM_A1", 16), ("DIMM_B1", 0)], running: 4800, rated: 6000))
        #expect(found.map { ($0.cost * 100).rounded() } == [50, 20])
    }

    @Test func chipletsAreCountedByTheSourceDocumentsRule() throws {
        let fabric = PopulationFinding.Fabric(gigahertz: 2.0, bytesPerClock: 32)
        let finding = try #require(
            PopulationFinding.chiplets(have: 8, channels: 12, megatransfers: 5600, fabric: fabric))
        #expect(finding.text.contains("at least 9 are needed for 12 channels of 5.6 GT/s at a fabric clock of 2 GHz"))
        #expect(abs(finding.cost - (1 - 512 / 537.6)) < 1e-9)
        #expect(PopulationFinding.chiplets(have: 9, channels: 12, megatransfers: 5600, fabric: fabric) == nil)
    }

    @Test func aHypervisorsTableIsNotJudged() {
        var map = map([("DIMM_A1", 16), ("DIMM_B1", 0)])
        #expect(!PopulationFinding.findings(map).isEmpty)
        map.toldByHypervisor = true
        #expect(PopulationFinding.findings(map).isEmpty)
    }
}
