import FoundationEssentials
import Records
import Testing

@Suite struct SMTStateTextTests {
    private static let states: [SMTState] = [
        .on(threadsPerCore: 2), .partly(threadsPerCore: 2, cores: 6, of: 14, reason: "why"),
        .siblingsNotUsable(notAllowed: IDSet([1]), offline: IDSet([2, 3])), .off(control: "off"),
        .off(control: "forceoff"), .absent(control: nil), .absent(control: "notsupported"), .hidden(hypervisor: "KVM"),
    ]

    @Test func everyStateIsKeptByARecord() throws {
        let read = try JSONDecoder().decode([SMTState].self, from: JSONEncoder().encode(Self.states))
        #expect(read == Self.states)
    }

    @Test func onlyUsableSiblingsAreMeasured() {
        #expect(Self.states.map(\.threadsPerCore) == [2, 2, nil, nil, nil, nil, nil, nil])
    }

    @Test func bothCausesOfLostSiblingsAreToldWithTheirRemedies() {
        let expected =
            "one thread of each core is usable: CPU 1 is outside of the affinity mask or the cpuset; run without "
            + "taskset, or widen the cpuset, and CPUs 2-3 are offline; write 1 to /sys/devices/system/cpu/cpuN/online"
        #expect(Self.states[2].text == expected)
    }
}
