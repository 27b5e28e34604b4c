import Catalog
import Glibc
import Quantities
import Statistics
import Testing
import TokenModel

@Suite struct PopulationTests {
    /// A build that does so much of the loop, in Q8_0.
    private func member(_ machine: String, _ factor: Double) -> Population.Member {
        let rows = [8.0, 4, 2].map { gigabytes in
            Calibration.Row(
                demand: .example(gigabytes: gigabytes), scenario: Scenario(), phase: .generation,
                rates: .example(read: 1e13, cache: 10e9), measured: factor * 10 / gigabytes, spread: 0.01)
        }
        let profile = Calibration(prior: .uninformed).fit(
            rows, name: machine, source: "a test", leavingOut: .nothing)
        return Population.Member(machine: machine, profile: profile)
    }

    private func figure(_ members: [Population.Member], _ name: String = "generation.Q8_0") throws
        -> (mean: Double, deviation: Double)
    {
        let profile = try #require(Population().profile(of: members, name: "all", source: "a test"))
        let place = try #require(profile.parameters.firstIndex(of: name))
        return (profile.belief.mean[place], profile.belief.covariance[place][place].squareRoot())
    }

    @Test func theMeanIsTheMembers() throws {
        let (mean, _) = try figure([member("a", 0.8), member("b", 0.9), member("c", 1)])
        #expect(abs(exp(mean) - 0.9) < 0.05)
    }

    @Test func membersThatDifferMakeTheNextOneUnsure() throws {
        let alike = try figure([member("a", 0.9), member("b", 0.91), member("c", 0.89)])
        let apart = try figure([member("a", 0.5), member("b", 0.9), member("c", 1.5)])
        #expect(apart.deviation > 1.5 * alike.deviation)
        #expect(alike.deviation > 0.04, "three that agree are not all there are")
    }

    /// Many builds on one machine say less of another machine than as many machines.
    @Test func machinesCountForMoreThanBuilds() throws {
        let builds = try figure((0..<4).map { _ in member("a", 0.9) })
        let machines = try figure(["a", "b", "c", "d"].map { member($0, 0.9) })
        #expect(builds.deviation > machines.deviation)
    }

    /// A loop that nobody measured an engine in is not known for what others are.
    @Test func whatNobodyMeasuredStaysUnsure() throws {
        let members = [member("a", 0.9), member("b", 0.9), member("c", 0.9)]
        let seen = try figure(members)
        let unseen = try figure(members, "generation.rows_of_8.vnni.256")
        let ofPrompts = try figure(members, "prompt.Q8_0")
        #expect(unseen.deviation > 0.1)
        #expect(seen.deviation < ofPrompts.deviation)
    }

    @Test func noMembersTellNothing() {
        #expect(Population().profile(of: [], name: "none", source: "a test") == nil)
    }
}
