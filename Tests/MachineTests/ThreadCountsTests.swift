import Machine
import Records
import Testing

@Suite struct ThreadCountsTests {
    private func counts(_ text: String, usable: IDSet? = nil) throws -> ThreadCounts {
        var details = try Machine.describe(.synthetic(text))
        if let usable { details.usable.pus = usable }
        let machine = Machine(topology: details)
        return ThreadCounts(machine, cpus: machine.order(.compact))
    }

    @Test func allToEightAndThenFourToTheOctave() throws {
        let expected = [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 28, 32, 40, 48, 56, 64]
        #expect(try counts("core:64 pu:1").counts == expected)
    }

    @Test func aSmallMachineIsMeasuredWhole() throws {
        #expect(try counts("core:1 pu:1").counts == [1])
        #expect(try counts("core:3 pu:2").counts == [1, 2, 3, 4, 5, 6])
    }

    @Test func everyBoundaryIsMeasuredAndNamed() throws {
        let counts = try counts("package:2 numa:3 die:2 l3:3 core:3 pu:2")
        let cores = 2 * 3 * 2 * 3 * 3
        #expect(counts.boundaries[3] == ["the cores of one L3"])
        #expect(counts.boundaries[36] == ["one core of every L3"])
        #expect(counts.boundaries[9] == ["the cores of one die"])
        #expect(counts.boundaries[12] == ["one core of every die"])
        #expect(counts.boundaries[18] == ["the cores of one NUMA node"])
        #expect(counts.boundaries[6] == ["one core of every NUMA node"])
        #expect(counts.boundaries[54] == ["the cores of one package"])
        #expect(counts.boundaries[2] == ["one core of every package"])
        #expect(counts.boundaries[cores] == ["all cores"])
        #expect(counts.boundaries[cores * 3 / 2] == ["all cores and half of their second threads"])
        #expect(counts.boundaries[cores * 2] == ["all threads"])
        #expect(counts.boundaries.count == 11)
        #expect(counts.boundaries.keys.allSatisfy { counts.counts.contains($0) })
        // 56, 112 and 160 are within 5 % of 54, 108 and 162.
        let grid = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 16, 18, 20, 24, 28, 32, 36, 40, 48]
        #expect(counts.counts == grid + [54, 64, 80, 96, 108, 128, 162, 192, 216])
    }

    @Test func fourThreadsPerCore() throws {
        let counts = try counts("core:9 pu:4")
        #expect(counts.boundaries[9] == ["all cores"])
        #expect(counts.boundaries[18] == ["2 threads on every core"])
        #expect(counts.boundaries[27] == ["3 threads on every core"])
        #expect(counts.boundaries[36] == ["all threads"])
        #expect(counts.boundaries[13] == ["all cores and half of their second threads"])
    }

    @Test func whatIsNotUsableDoesNotCount() throws {
        // Three cores of the first package, of which one has both its PUs, and one of the second.
        let counts = try counts("package:2 core:4 pu:2", usable: IDSet([0, 2, 3, 5, 11]))
        #expect(counts.counts == [1, 2, 3, 4, 5])
        #expect(counts.boundaries[3] == ["the cores of one package"])
        #expect(counts.boundaries[4] == ["all cores"])
        #expect(counts.boundaries[5] == ["all threads"])
    }

    @Test(arguments: ["package:16 [numa] die:2 [numa] l3:4 core:8 pu:2", "package:8 die:3 l3:3 core:14 pu:2"])
    func aLargeMachineHasAtMostFortyFive(text: String) throws {
        let counts = try counts(text).counts
        #expect((38...45).contains(counts.count))
        #expect(counts.last.map { $0 >= 2016 } == true)
        #expect(counts == Set(counts).sorted())
    }
}
