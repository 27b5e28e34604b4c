import Quantities
import Testing

@Suite struct FormattingTests {
    @Test(arguments: [(57.6, 1, "57.6"), (0.5, 0, "1"), (-1.25, 1, "-1.3"), (-0.01, 1, "0.0"), (1e300, 1, "1e+300")])
    func fixedRoundsHalvesAway(value: Double, decimals: Int, text: String) {
        #expect(value.fixed(decimals) == text)
    }

    @Test(arguments: [
        (5.76, "5.76"), (57.6, "57.6"), (576.0, "576"), (5760.0, "5760"), (9.996, "10.0"), (99.96, "100"),
        (0.0299, "0.0299"),
    ])
    func threeSignificantDigits(value: Double, text: String) {
        #expect(value.significant(3) == text)
    }

    @Test func whatIsNoNumberIsADash() {
        #expect(Double.nan.fixed(2) == "–")
        #expect(Double.infinity.significant(3) == "–")
    }

    @Test(arguments: [
        ("640MiB", 640 << 20), ("2GB", 2_000_000_000), ("1.5 TiB", 3 << 39), ("4096", 4096), ("8mib", 8 << 20),
    ])
    func sizesAreRead(text: String, bytes: Int) {
        #expect(ByteCount(parsing: text)?.bytes == bytes)
    }

    @Test(arguments: ["", "MiB", "12 parsecs", "-5MB", "1e400GB", "99999999999TiB", "1..2GB", "٣GB"])
    func whatIsNoSizeIsRefused(text: String) {
        #expect(ByteCount(parsing: text) == nil)
    }

    @Test func sizesAreShownInBinaryUnits() {
        #expect("\(ByteCount(32 << 20))" == "32 MiB")
        #expect("\(ByteCount(1536 << 20))" == "1.5 GiB")
        #expect("\(ByteCount(0))" == "0 B")
    }

    @Test func bytesOverSecondsIsABandwidth() {
        #expect((ByteCount(gigabytes: 10) / 2.0).gigabytesPerSecond == 5)
        #expect(ByteCount(gigabytes: 10) / Bandwidth(gigabytesPerSecond: 50) == 0.2)
    }

    @Test func estimatesOfBytesHaveTwoDigits() {
        #expect(ByteCount(945_869).rounded == "920 KiB")
        #expect(ByteCount(1_150_000).rounded == "1.1 MiB")
        #expect(ByteCount(55_000).rounded == "54 KiB")
    }
}
