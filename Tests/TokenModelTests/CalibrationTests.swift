import Catalog
import Glibc
import Quantities
import Statistics
import Testing
import TokenModel

@Suite struct CalibrationTests {
    /// What an engine that does 0.4 of the loop would be measured to do.
    private func row(_ gigabytes: Double, _ measured: Double) -> Calibration.Row {
        Calibration.Row(
            demand: .example(gigabytes: gigabytes), scenario: Scenario(), phase: .generation,
            rates: .example(read: 1e13, cache: 10e9), measured: measured, spread: 0.01)
    }

    @Test func aFitFindsTheEnginesFactor() throws {
        let profile = Calibration(prior: .uninformed).fit(
            [row(8, 0.5), row(4, 1), row(2, 2)], name: "engine", source: "a test")
        let place = try #require(profile.parameters.firstIndex(of: "generation.Q8_0"))
        #expect(abs(exp(profile.belief.mean[place]) - 0.4) < 0.02)
        let rates = PlacementRates.example(read: 1e13, cache: 10e9)
        let generation = try #require(
            FittedModel(rates: rates, profile: profile).predict(.example(gigabytes: 1)).generation)
        #expect(abs(generation.median.value / 4 - 1) < 0.05)
        #expect(generation.low.value < 4 && 4 < generation.high.value)
    }

    @Test func otherFormatsFollow() throws {
        let before = EngineProfile.uninformed
        let after = Calibration(prior: before).fit([row(8, 0.5)], name: "engine", source: "a test")
        let place = try #require(before.parameters.firstIndex(of: "generation.Q4_0"))
        #expect(after.belief.mean[place] < before.belief.mean[place] - 0.2)
        #expect(after.belief.covariance[place][place] < before.belief.covariance[place][place])
        let prompt = try #require(before.parameters.firstIndex(of: "prompt.Q4_0"))
        #expect(abs(after.belief.mean[prompt] - before.belief.mean[prompt]) < 0.02)
    }

    @Test func aModelLeftOutIsJudgedByTheOthers() throws {
        let calibration = Calibration(prior: .uninformed)
        #expect(calibration.leaveOneOutError([row(8, 0.5), row(4, 1)]) == nil)
        let rows = [row(8, 0.5), row(4, 1)].map { row in
            Calibration.Row(
                demand: .example(gigabytes: 2, type: .q4_0), scenario: row.scenario, phase: row.phase, rates: row.rates,
                measured: row.measured * 1.2, spread: 0.01)
        }
        #expect(try #require(calibration.leaveOneOutError(rows + [row(8, 0.5)])) > 0.05)
    }

    @Test func aDisturbedRowHardlyMovesTheFit() throws {
        let rows = [row(8, 0.5), row(4, 1), row(2, 2), row(1, 4)]
        let disturbed = Calibration(prior: .uninformed).fit(rows + [row(3, 0.5)], name: "engine", source: "a test")
        let place = try #require(disturbed.parameters.firstIndex(of: "generation.Q8_0"))
        #expect(abs(exp(disturbed.belief.mean[place]) - 0.4) < 0.02)
    }
}
