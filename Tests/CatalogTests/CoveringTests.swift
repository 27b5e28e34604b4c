import Catalog
import Statistics
import Testing

@Suite struct CoveringTests {
    private func build(_ mean: [Double], noise: Double = 0.03, trainedOn: [String] = []) -> EngineProfile {
        EngineProfile(
            name: "one", source: "a test", parameters: ["generation.Q8_0", "prompt.Q8_0"],
            belief: Belief(mean: mean, covariance: [[0.01, 0.002], [0.002, 0.04]]), noise: noise,
            leaveOneOutError: noise, trainedOn: trainedOn)
    }

    @Test func severalBuildsLieWithinWhatCoversThem() throws {
        let builds = [
            build([0.2, -1], trainedOn: ["a", "b"]), build([-0.2, -0.4], noise: 0.04, trainedOn: ["b", "c"]),
        ]
        let covering = try #require(EngineProfile.covering(builds, name: "both", source: "two builds"))
        let expected = [[0.01 + 0.08, 0.002 - 0.12], [0.002 - 0.12, 0.04 + 0.18]]
        for row in 0..<2 {
            #expect((covering.belief.mean[row] - [0, -0.7][row]).magnitude < 1e-12)
            for column in 0..<2 {
                #expect((covering.belief.covariance[row][column] - expected[row][column]).magnitude < 1e-12)
            }
        }
        for build in builds {
            for place in 0..<2 {
                let distance = (build.belief.mean[place] - covering.belief.mean[place]).magnitude
                #expect(distance < 1.645 * covering.belief.covariance[place][place].squareRoot())
            }
        }
        #expect((covering.noise - 0.0353553).magnitude < 1e-6)
        #expect(covering.leaveOneOutError == 0.04)
        #expect(covering.trainedOn == ["a", "b", "c"])
    }

    @Test func oneBuildIsAsItWas() throws {
        let only = build([0.2, -1])
        let covering = try #require(EngineProfile.covering([only], name: "one", source: "a test"))
        #expect(covering == only)
    }

    @Test func profilesOfOtherParametersAreRefused() {
        let other = EngineProfile(
            name: "", source: "", parameters: ["layer"], belief: Belief(mean: [0], covariance: [[1]]), noise: 0)
        #expect(EngineProfile.covering([build([0, 0]), other], name: "", source: "") == nil)
        #expect(EngineProfile.covering([], name: "", source: "") == nil)
    }

    @Test func damagedProfilesAreToldFromWholeOnes() throws {
        #expect(try EngineProfile.builtIn().isPossible)
        #expect(EngineProfile.uninformed.isPossible)
        #expect(build([0, 0]).isPossible)
        #expect(!build([0, .nan]).isPossible)
        #expect(!build([0, 1000]).isPossible)
        #expect(!build([0, 0], noise: -1).isPossible)
        let short = EngineProfile(
            name: "", source: "", parameters: ["layer", "token"], belief: Belief(mean: [0], covariance: [[1]]), noise: 0
        )
        #expect(!short.isPossible)
    }
}
