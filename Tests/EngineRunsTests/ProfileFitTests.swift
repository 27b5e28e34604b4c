import Catalog
import EngineRuns
import Quantities
import Tables
import Testing
import TokenModel

@Suite struct ProfileFitTests {
    private func runs(_ engine: String, factor: Double) throws -> [EngineRun] {
        try [("Q4_K_M", Calibration.Phase.generation), ("Q8_0", .generation), ("Q4_K_M", .prompt), ("Q8_0", .prompt)]
            .flatMap { format, phase in
                try [1, 2].map { threads in
                    try Examples.run(
                        "Llama 3.2 1B", format, phase, threads: threads, engine: engine, factor: factor)
                }
            }
    }

    private func fit(_ runs: [EngineRun]) -> ProfileFit? {
        ProfileFit(runs, prior: .uninformed, name: "this build", source: "a test", rates: Examples.rates(threads:))
    }

    /// Of a model that the fit has not seen, over what it would be measured to do.
    private func error(_ profile: EngineProfile, factor: Double) throws -> (error: Double, isInside: Bool) {
        let run = try Examples.run("Llama 3.2 3B", "Q8_0", .generation, factor: factor)
        let model = FittedModel(rates: Examples.rates(threads: 2)[0], profile: profile)
        let predicted = try #require(model.predict(run.demand, run.scenario).generation)
        return (
            predicted.median.value / run.measured - 1,
            (predicted.low.value...predicted.high.value).contains(run.measured)
        )
    }

    @Test func anotherModelIsPredictedAsTheEngineDoes() throws {
        let fit = try #require(fit(try runs("gcc", factor: 0.8)))
        #expect(fit.residuals.count == 8)
        #expect(try #require(fit.medianResidual) < 0.05)
        let other = try error(fit.profile, factor: 0.8)
        #expect(other.error.magnitude < 0.05 && other.isInside)
        #expect(try error(.uninformed, factor: 0.8).error > 0.2)
        #expect(fit.profile.trainedOn.count == 8)
        #expect(fit.profile.trainedOn.first == "Llama 3.2 1B Q4_K_M, generation, 1 thread")
        #expect(fit.profile.leaveOneOutError != nil)
    }

    @Test func whatChangedIsTold() throws {
        let fit = try #require(fit(try runs("gcc", factor: 0.8)))
        let row = try #require(fit.changes.rows.first { $0[0] == "generation in Q8_0, of the probe's rate" })
        #expect(row[1] == "0.900")
        let after = try #require(Double(row[2]))
        #expect((0.6...0.89).contains(after))
        #expect(fit.changes.rows.contains { $0[0] == "a layer beyond its products" && $0[1] == "20.0 µs" })
        // No row has BF16.
        #expect(!fit.changes.rows.contains { $0[0].contains("BF16") })
        #expect(fit.quality.first?.hasPrefix("Fitted to 8 rows") == true)
        #expect(fit.quality.last?.contains("leave one out") == true)
    }

    @Test func severalBuildsAreCovered() throws {
        let both = try #require(fit(try runs("gcc", factor: 0.8) + runs("clang", factor: 1.2)))
        let alone = try #require(fit(try runs("gcc", factor: 0.8)))
        for factor in [0.8, 1.2] { #expect(try error(both.profile, factor: factor).isInside) }
        #expect(try !error(alone.profile, factor: 1.2).isInside)
        #expect(both.residuals.count == 16)
        #expect(try #require(both.medianResidual) < 0.05)
    }

    @Test func rowsWithoutRatesAreNamed() throws {
        let many = EngineRun(
            demand: try Examples.demand("Llama 3.2 1B", "Q8_0"), scenario: Scenario(), phase: .generation, threads: 64,
            measured: 10, spread: 0)
        let fit = try #require(fit(try runs("gcc", factor: 1) + [many]))
        #expect(fit.withoutRates == [many])
        #expect(self.fit([many]) == nil)
    }

    /// Whatever limit was not measured, no engine does so many times what the probe's own loops do.
    @Test func aFitThatNoCPUCanHaveIsSaid() throws {
        for factor in [0.8, 1.5] {
            let possible = try #require(fit(try runs("gcc", factor: factor)))
            #expect(possible.impossibleFigure == nil)
        }
        let impossible = try #require(fit(try runs("gcc", factor: 40)))
        let reason = try #require(impossible.impossibleFigure)
        #expect(reason.contains("Llama 3.2 1B") && reason.contains("of the probe's rate"))
    }
}
