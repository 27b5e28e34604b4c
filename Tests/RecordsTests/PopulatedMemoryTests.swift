import Records
import Testing

/// What populated channels carry, from boards made by hand.
@Suite struct PopulatedMemoryTests {
    /// Slots of `form` for every channel's letter, of which those in `filled` have a module.
    private func map(
        _ slots: [MemoryModule], sockets: Int? = 1, family: Int? = nil, by hypervisor: String? = nil
    ) -> SlotMap {
        SlotMap(
            MemoryModules(modules: slots, toldByHypervisor: hypervisor != nil), sockets: sockets,
            channelsPerSocket: family)
    }

    private func module(_ name: String, _ type: String, _ speed: Int?, width: Int? = 64, size: Int = 1 << 35)
        -> MemoryModule
    {
        MemoryModule(
            locator: name, size: size, type: type, configuredMTs: speed, ratedMTs: speed ?? 6400, dataWidth: width)
    }

    private func known(_ map: SlotMap) throws -> PopulatedMemory {
        try #require(map.populatedMemory.memory, "\(map.populatedMemory.reason ?? "")")
    }

    @Test func oneModulePerChannelOfTwelve() throws {
        let slots = "ABCDEFGHIJKL".map { module("DIMM_\($0)1", "DDR5", 4800) }
        let memory = try known(map(slots, family: 12))
        #expect(memory.bandwidthGBs == 460.8 && memory.channels == 12 && memory.totalWidth == 768)
        #expect(memory.derivation == "12 channels of 64 bits × 4800 MT/s ÷ 8")
        #expect(!memory.isRuleless && !memory.isRatedSpeed && memory.type == "DDR5")
    }

    @Test func emptySlotsCarryNothing() throws {
        var slots = ["DIMM_A1", "DIMM_A2", "DIMM_B1", "DIMM_B2"].map { module($0, "DDR4", 3200) }
        (slots[0].size, slots[2].size) = (0, 0)
        #expect(try known(map(slots, family: 2)).bandwidthGBs == 51.2)
        (slots[0].size, slots[2].size, slots[3].size) = (1 << 35, 0, 0)
        let one = try known(map(slots, family: 2))
        #expect(one.bandwidthGBs == 25.6 && one.channels == 1, "two modules share a channel")
        #expect(one.derivation == "1 channel of 64 bits × 3200 MT/s ÷ 8")
    }

    @Test(arguments: [
        (8, 16, 6400, 102.4), (4, 32, 7500, 120.0), (2, 64, 8533, 136.528), (8, 32, 8000, 256.0), (1, 32, 4267, 17.068),
    ])
    func lowPowerDevicesAreSummed(_ devices: Int, _ width: Int, _ speed: Int, _ expected: Double) throws {
        let slots = (0..<devices).map { at in
            var slot = module("Controller\(at / 4)-Channel\(at % 2)", "LPDDR5X", speed, width: width)
            slot.bank = "BANK \(at)"
            return slot
        }
        let map = map(slots, family: 2)
        let memory = try known(map)
        #expect(abs(memory.bandwidthGBs - expected) < 1e-9 && memory.channels == devices)
        #expect(PopulationFinding.findings(map).isEmpty, "nothing can be added to what is soldered")
        #expect(self.map([module("DIMM 0", "LPDDR5", 6400, width: nil)]).populatedMemory.reason != nil)
    }

    @Test func theSlowestModuleSetsTheSpeed() throws {
        let slots = [module("DIMM_A1", "DDR5", 5600), module("DIMM_B1", "DDR5", 4800)]
        #expect(try known(map(slots)).bandwidthGBs == 76.8)
        let shared = [module("DIMM_A1", "DDR5", 5600), module("DIMM_A2", "DDR5", 4800)]
        #expect(try known(map(shared)).megatransfers == 4800)
    }

    @Test func ratedSpeedIsMarked() throws {
        var slots = [module("DIMM_A1", "DDR5", nil), module("DIMM_B1", "DDR5", 0)]
        slots[1].ratedMTs = 5600
        let memory = try known(map(slots))
        #expect(memory.isRatedSpeed && memory.megatransfers == 5600)
        #expect(memory.derivation.contains("rated: the speed it runs at is not told"))
        slots[1].ratedMTs = nil
        let reason = map(slots).populatedMemory.reason
        #expect(
            reason == "the speed of the module in DIMM_B1 (DDR5) is not told: give what the machine has with --memory")
    }

    @Test(
        arguments: [
            ("DDR5", "DIMM", 32, 64), ("DDR5", "SODIMM", 72, 64), ("DDR4", "row of chips", 32, 32),
            ("DDR3", "DIMM", nil, 64),
            ("DDR4", "row of chips", 7, 64), ("DDR4", "DIMM", 1_000_000, 64), ("RAM", "DIMM", 64, 64),
            ("RAM", "DIMM", nil, nil),
        ] as [(String, String, Int?, Int?)])
    func widthsThatMakeNoSenseAreNotBelieved(_ type: String, _ form: String, _ told: Int?, _ width: Int?) {
        var slot = module("DIMM_A1", type, 3200, width: told)
        slot.formFactor = form
        #expect(map([slot]).channels.first?.width == width)
    }

    @Test func dellOfTwoSocketsWithTwentyFourOfThirtyTwo() throws {
        let slots = "AB".flatMap { socket in
            (1...16).map { module("\(socket)\($0)", "DDR5", 4800, size: $0 <= 12 ? 1 << 35 : 0) }
        }
        let map = map(slots, sockets: 2, family: 8)
        let memory = try known(map)
        #expect(memory.channels == 16 && memory.channelsPerSocket == [0: 8, 1: 8])
        #expect(abs(memory.bandwidthGBs - 614.4) < 1e-9 && memory.bandwidthPerSocketGBs == [0: 307.2, 1: 307.2])
        #expect(map.empty.isEmpty && map.channels.filter { $0.modules.count == 2 }.count == 8)
    }

    @Test func namesThatTellNothingAreMarked() throws {
        let slots = (1...3).map { module("PROC 1 DIMM \($0)", "DDR4", 2933) }
        let memory = try known(map(slots))
        #expect(memory.isRuleless && memory.channels == 3)
        #expect(memory.derivation.hasSuffix("assumed: slot names tell no channels, so each module counts as one"))
    }

    @Test func onlySystemMemoryCounts() throws {
        var modules = MemoryModules(
            modules: [
                module("DIMM_A1", "DDR5", 4800), module("DIMM_B1", "DDR5", 4800), module("ROM", "Flash", nil),
                module("HBM0", "HBM2", 3200, width: 1024), module("VRAM", "DDR4", 2400),
            ], toldByHypervisor: false)
        modules.modules[1].technology = "Intel Optane persistent memory"
        modules.modules[4].array = 1
        modules.arrays = [MemoryArray(use: "system memory"), MemoryArray(use: "video memory")]
        let map = SlotMap(modules)
        #expect(map.channels.map(\.name) == ["A"] && map.highBandwidth.map(\.locator) == ["HBM0"])
    }

    @Test func slotsOfAnEmptySocketAreNoChannels() throws {
        let slots = (1...2).flatMap { cpu in
            "AB".map { module("P\(cpu)-DIMM\($0)1", "DDR4", 3200, size: cpu == 1 ? 1 << 35 : 0) }
        }
        var modules = MemoryModules(modules: slots, toldByHypervisor: false)
        modules.sockets = [ProcessorSocket(isPopulated: true), ProcessorSocket(isPopulated: false)]
        let map = SlotMap(modules, channelsPerSocket: 2)
        #expect(map.sockets == 1 && map.channels.count == 2 && PopulationFinding.findings(map).isEmpty)
        #expect(SlotMap(MemoryModules(modules: [], toldByHypervisor: false)).populatedMemory.reason != nil)
    }
}
