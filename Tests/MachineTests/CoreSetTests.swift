import Machine
import Records
import Testing

@Suite struct CoreSetTests {
    private func sets(_ text: String, usable: IDSet? = nil) throws -> [CoreSet] {
        var details = try Machine.describe(.synthetic(text))
        if let usable { details.usable.pus = usable }
        return Machine(topology: details).coreSets
    }

    @Test func oneCoreAllCoresAndEachPackage() throws {
        #expect(
            try sets("package:2 core:2 pu:2") == [
                CoreSet(kind: "uniform", cpus: [0]), CoreSet(kind: "all", cpus: [0, 2, 4, 6]),
                CoreSet(kind: "all", package: 0, cpus: [0, 2]), CoreSet(kind: "all", package: 1, cpus: [4, 6]),
            ])
    }

    @Test func noSetIsMeasuredTwice() throws {
        #expect(try sets("core:1 pu:2") == [CoreSet(kind: "uniform", cpus: [0])])
        #expect(
            try sets("package:1 core:2 pu:1") == [
                CoreSet(kind: "uniform", cpus: [0]), CoreSet(kind: "all", cpus: [0, 1]),
            ])
    }

    @Test func ofAPackageWithoutUsableCoresThereIsNone() throws {
        #expect(
            try sets("package:2 core:2 pu:2", usable: IDSet([5, 6, 7])) == [
                CoreSet(kind: "uniform", cpus: [5]), CoreSet(kind: "all", cpus: [5, 6]),
            ])
    }
}
