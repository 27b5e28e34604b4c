import Quantities
import Testing
import TokenModel

@Suite struct MemoryPopulationTests {
    @Test(arguments: [
        ("12x DDR5-4800", 460.8), ("2xDDR5-5200", 83.2), ("8 x DDR4-3200", 204.8), ("12× ddr5-5600", 537.6),
        ("8x32 LPDDR5X-8000", 256), ("4x32 LPDDR5-6400", 102.4), ("2x16 LPDDR4X-4267", 17.068),
    ])
    func bandwidthOfWhatWasTyped(text: String, gigabytesPerSecond: Double) throws {
        let population = try #require(MemoryPopulation(parsing: text))
        #expect(abs(population.bandwidth.gigabytesPerSecond - gigabytesPerSecond) < 1e-6)
    }

    @Test(arguments: [
        "", "DDR5-4800", "12x", "12x DDR5", "0x DDR5-4800", "12x DDR9-4800", "12x DDR5-9", "8x LPDDR5X-8000",
        "8x33 LPDDR5-6400",
        "-2x DDR5-4800", "12x DDR5-4800 extra", "999999999999999999999x DDR5-4800",
    ])
    func whatIsNoMemoryIsRefused(text: String) {
        #expect(MemoryPopulation(parsing: text) == nil)
    }
}
