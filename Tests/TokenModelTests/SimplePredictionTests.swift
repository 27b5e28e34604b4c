import Catalog
import Quantities
import Testing
import TokenModel

@Suite struct SimplePredictionTests {
    private let bandwidth = BandwidthEstimate(
        median: Bandwidth(gigabytesPerSecond: 50), low: Bandwidth(gigabytesPerSecond: 45),
        high: Bandwidth(gigabytesPerSecond: 55))

    @Test func theIntervalIsTheBandwidths() {
        let prediction = SimplePrediction(fileSize: ByteCount(gigabytes: 10), bandwidth: bandwidth, memory: nil)
        #expect(prediction.rate?.value == 5)
        #expect(prediction.low?.value == 4.5)
        #expect(prediction.high?.value == 5.5)
    }

    @Test(arguments: [(10.9, false), (11.1, true)])
    func aTenthMoreMustFit(memory: Double, fits: Bool) {
        let prediction = SimplePrediction(
            fileSize: ByteCount(gigabytes: 10), bandwidth: bandwidth, memory: ByteCount(gigabytes: memory))
        #expect((prediction.rate != nil) == fits)
    }
}
