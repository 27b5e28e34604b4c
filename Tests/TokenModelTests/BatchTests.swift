import Quantities
import Testing
import TokenModel

@Suite struct BatchTests {
    private func seconds(_ demand: ModelDemand, _ scenario: Scenario) throws -> Double {
        let time = try HandMade.model().generationTime(demand, scenario)
        return try #require(time).total
    }

    @Test func aBatchStreamsDenseWeightsOnce() throws {
        let demand = HandMade.demand()
        for batch in [1, 4, 8] {
            // Vectors have an endless rate here and stay the faster way, so that only streaming counts.
            #expect(abs(try seconds(demand, Scenario(batch: batch)) - 0.1) < 1e-6)
        }
        let prediction = try HandMade.model().predict(demand, Scenario(batch: 4))
        #expect(abs((prediction.generation?.median.value ?? 0) - 40) < 1e-3, "of all sequences together")
    }

    @Test(arguments: [(1, 0.25), (2, 1 - 0.75 * 0.75), (8, 1 - 0.1001129150390625)])
    func aBatchTouchesMoreExperts(batch: Int, share: Double) throws {
        let demand = HandMade.demand(experts: 8, active: 2)
        #expect(abs(demand.touchedExperts(tokens: Double(batch)) - share) < 1e-12)
        let expected = (0.8e9 * share + 0.2e9) / 10e9
        #expect(abs(try seconds(demand, Scenario(batch: batch)) - expected) < 1e-6)
    }

    @Test func eachSequenceHasItsOwnCache() throws {
        let demand = HandMade.demand(hasCache: .yes)
        // 400 B × 10 layers × 5000 tokens are 20 MB.
        let each = 0.002 * demand.model.attentionWeight
        #expect(abs(try seconds(demand, Scenario(context: 5000)) - 0.1 - each) < 1e-6)
        #expect(abs(try seconds(demand, Scenario(context: 5000, batch: 3)) - 0.1 - 3 * each) < 1e-6)
    }
}
