import Machine
import Records
import Testing
import TestSupport

/// The table is firmware's word: anything can be in it.
@Suite struct SMBIOSTests {
    private func memory(_ structures: [UInt8]...) -> MemoryModules {
        SMBIOSTable(structures.flatMap(\.self) + SMBIOSBytes.end).memory
    }

    @Test func everyFieldOfAModuleIsRead() {
        let memory = memory(SMBIOSBytes.array(), SMBIOSBytes.device())
        var module = MemoryModule(
            locator: "DIMM_A1", size: 16 << 30, type: "DDR5", configuredMTs: 4800, ratedMTs: 5600, dataWidth: 64)
        module.totalWidth = 80
        module.bank = "P0 CHANNEL A"
        module.array = 0
        module.ranks = 2
        module.formFactor = "DIMM"
        module.technology = "DRAM"
        module.manufacturer = "Maker"
        module.partNumber = "Part-1"
        #expect(memory.modules == [module])
        #expect(
            memory.arrays == [
                MemoryArray(use: "system memory", errorCorrection: "multi-bit ECC", slots: 4, capacity: 64 << 30)
            ])
        #expect(memory.notes == nil)
    }

    @Test func readsEmptyLargeAndUnknownSizes() {
        let memory = memory(
            SMBIOSBytes.device([(0x0C, 0, 2)]), SMBIOSBytes.device([(0x0C, 0x7FFF, 2), (0x1C, 65_536, 4)]),
            SMBIOSBytes.device([(0x0C, 0xFFFF, 2)]), SMBIOSBytes.device([(0x0C, 0x8000 | 512, 2)]))
        #expect(memory.modules.map(\.size) == [0, 64 << 30, 0, 512 << 10])
        #expect(memory.modules.map(\.isFitted) == [false, true, true, true])
        #expect(memory.modules[0].type == nil && memory.modules[0].configuredMTs == nil, "an empty slot has no speed")
        #expect(memory.notes == nil, "unknown is not nonsense")
    }

    @Test func typesAreNamed() {
        let bytes = [0x13, 0x18, 0x1A, 0x1E, 0x20, 0x21, 0x22, 0x23, 0x24, 0x02, 0x99]
        let memory = SMBIOSTable(bytes.flatMap { SMBIOSBytes.device([(0x12, $0, 1)]) }).memory
        #expect(
            memory.modules.map { $0.type ?? "–" } == [
                "DDR2", "DDR3", "DDR4", "LPDDR4", "HBM", "HBM2", "DDR5", "LPDDR5", "HBM3", "–", "–",
            ])
    }

    @Test func speedsBeyondSixteenBitsAreRead() {
        let fast = memory(SMBIOSBytes.device([(0x15, 0xFFFF, 2), (0x20, 0xFFFF, 2), (0x54, 8800, 4), (0x58, 8000, 4)]))
        #expect(fast.modules[0].ratedMTs == 8800 && fast.modules[0].configuredMTs == 8000)
        let short = memory(SMBIOSBytes.device([(0x15, 0xFFFF, 2), (0x20, 0xFFFF, 2)], length: 0x54))
        #expect(short.modules[0].ratedMTs == nil && short.notes == nil)
    }

    @Test func olderVersionsHaveFewerFields() {
        let module = memory(SMBIOSBytes.device(length: 0x15)).modules[0]
        #expect(module.size == 16 << 30 && module.type == "DDR5" && module.bank == "P0 CHANNEL A")
        #expect(module.ratedMTs == nil && module.ranks == nil && module.technology == nil)
        #expect(module.manufacturer == nil && module.array == nil, "there is no array of that handle")
    }

    @Test func nonsenseIsLeftOutAndNoted() {
        let memory = memory(
            SMBIOSBytes.device([(0x0A, 3, 2), (0x08, 60_000, 2), (0x15, 1, 2), (0x20, 65_000, 2)]),
            SMBIOSBytes.device([(0x0C, 0x7FFF, 2), (0x1C, 0x7FFF_FFFF, 4), (0x08, 8, 2)], locator: "DIMM_B1"))
        let first = memory.modules[0]
        #expect(first.dataWidth == nil && first.totalWidth == nil && first.ratedMTs == nil)
        #expect(first.configuredMTs == nil && first.size == 16 << 30)
        #expect(memory.modules[1].size == 0 && memory.modules[1].isFitted && memory.modules[1].totalWidth == nil)
        #expect(
            memory.notes == [
                "DIMM_A1: a configured speed of 65000 MT/s is nonsense and was left out",
                "DIMM_A1: a rated speed of 1 MT/s is nonsense and was left out",
                "DIMM_A1: a data width of 3 bits is nonsense and was left out",
                "DIMM_A1: a total width of 60000 bits is nonsense and was left out",
                "DIMM_B1: a size of 2251799812636672 bytes is nonsense and was left out",
                "DIMM_B1: a total width of 8 bits, less than its 64 of data, is nonsense and was left out",
            ])
    }

    @Test func textIsCleanedAndPlaceholdersAreNothing() {
        let long = String(repeating: "x", count: 5000)
        let memory = memory(
            SMBIOSBytes.device(locator: "  DIMM\u{1B}[31m 1 ", bank: "Not Specified", maker: "0x0000", part: "NO DIMM"),
            SMBIOSBytes.device(locator: long, bank: "To Be Filled By O.E.M.", maker: "Unknown", part: "A1_PartNumber0"),
            SMBIOSBytes.device(locator: "Empty", bank: "0", maker: "FFFF", part: "   "))
        #expect(memory.modules[0].locator == "DIMM [31m 1")
        #expect(memory.modules[1].locator.count == 64)
        #expect(memory.modules[2].locator == "slot 2" && memory.modules[2].bank == "0")
        #expect(memory.modules.allSatisfy { $0.manufacturer == nil && $0.partNumber == nil })
        #expect(memory.modules[0].bank == nil && memory.modules[1].bank == nil)
    }

    @Test func flashAndPersistentMemoryAreNotSystemMemory() {
        let memory = memory(
            SMBIOSBytes.array(), SMBIOSBytes.array([(0x05, 5, 1)], handle: 0x2000), SMBIOSBytes.device(),
            SMBIOSBytes.device([(0x04, 0x2000, 2)], locator: "ROM"),
            SMBIOSBytes.device([(0x28, 7, 1), (0x12, 0x1F, 1)], locator: "Optane"),
            SMBIOSBytes.device([(0x12, 0x09, 1)], locator: "Flash"), SMBIOSBytes.device([(0x0C, 0, 2)], locator: "A2"))
        #expect(memory.modules.map(\.array) == [0, 1, 0, 0, 0])
        #expect(memory.systemModules.map(\.locator) == ["DIMM_A1", "A2"])
    }

    @Test func processorSocketsAreRead() {
        let memory = memory(
            SMBIOSBytes.processor(),
            SMBIOSBytes.processor([(0x23, 0xFF, 1), (0x2A, 384, 2), (0x25, 0xFF, 1), (0x2E, 768, 2), (0x14, 0, 2)]),
            SMBIOSBytes.processor([(0x18, 0, 1)]), SMBIOSBytes.processor([(0x05, 6, 1)]),
            SMBIOSBytes.processor([(0x14, 60_000, 2)]))
        #expect(
            memory.sockets == [
                ProcessorSocket(
                    designation: "CPU0", isPopulated: true, version: "Processor 9000", cores: 64, threads: 128,
                    maxMHz: 4100, currentMHz: 2700),
                ProcessorSocket(
                    designation: "CPU0", isPopulated: true, version: "Processor 9000", cores: 384, threads: 768,
                    currentMHz: 2700),
                ProcessorSocket(designation: "CPU0", isPopulated: false),
                ProcessorSocket(
                    designation: "CPU0", isPopulated: true, version: "Processor 9000", cores: 64, threads: 128,
                    currentMHz: 2700),
            ])
        #expect(memory.notes == ["CPU0: a highest clock of 60000 MHz is nonsense and was left out"])
    }

    @Test func addressesTellASizeThatIsUnknown() {
        let unknown = SMBIOSBytes.device([(0x0C, 0xFFFF, 2)])
        let alone = memory(unknown, SMBIOSBytes.mapped(device: 0x1100, firstKiB: 0, lastKiB: (8 << 20) - 1))
        #expect(alone.modules[0].size == 8 << 30 && alone.modules[0].hasUnknownSize == nil)
        #expect(alone.modules[0].interleavedModules == 1)
        let two = memory(
            unknown, SMBIOSBytes.device(handle: 0x1101),
            SMBIOSBytes.mapped(device: 0x1100, firstKiB: 0, lastKiB: (32 << 20) - 1, interleave: 1),
            SMBIOSBytes.mapped(device: 0x1101, firstKiB: 0, lastKiB: (32 << 20) - 1, interleave: 2))
        #expect(two.modules[0].size == 0, "the range is that of both")
        #expect(two.modules.map(\.interleavedModules) == [2, 2])
    }

    @Test func extendedCapacityIsRead() {
        let arrays = memory(
            SMBIOSBytes.array([(0x07, 0x8000_0000, 4), (0x0F, 6 << 40, 8), (0x0D, 0xFFFF, 2)]),
            SMBIOSBytes.array([(0x07, 0x8000_0000, 4), (0x0F, -1, 8), (0x06, 3, 1)]))
        #expect(arrays.arrays?.map(\.capacity) == [6 << 40, nil])
        #expect(arrays.arrays?.map(\.slots) == [nil, 4])
        #expect(arrays.arrays?.map(\.errorCorrection) == ["multi-bit ECC", "none"])
        #expect(arrays.notes?.count == 2)
    }
}
