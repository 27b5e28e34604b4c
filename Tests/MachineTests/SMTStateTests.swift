import Machine
import Records
import Testing
import TestSupport

/// Whether SMT is there, on machines that hwloc makes up and with what a kernel says of it.
@Suite struct SMTStateTests {
    private func state(
        _ text: String, control: String? = nil, hypervisor: String? = nil,
        change: (inout TopologyDetails) -> Void = { _ in }
    ) throws -> SMTState {
        let folder = try TemporaryFolder()
        if let control { try folder.write(control + "\n", to: "sys/devices/system/cpu/smt/control") }
        var details = try Machine.describe(.synthetic(text))
        change(&details)
        return Machine(topology: details).smt(files: SystemFiles(root: folder.path), hypervisor: hypervisor)
    }

    @Test func siblingsThatShowAreOnWhateverTheKernelSays() throws {
        #expect(try state("core:4 pu:2", control: "on") == .on(threadsPerCore: 2))
        #expect(try state("core:4 pu:4", control: "notimplemented") == .on(threadsPerCore: 4))
        #expect(try state("core:4 pu:2", control: "on", hypervisor: "KVM") == .on(threadsPerCore: 2))
        #expect(try state("core:4 pu:2").threadsPerCore == 2)
    }

    @Test(arguments: ["off", "forceoff"], ["KVM", nil])
    func switchedOffIsToldWithTheWayBack(control: String, hypervisor: String?) throws {
        let off = try state("core:4 pu:1", control: control, hypervisor: hypervisor) { $0.offlineCPUs = IDSet(4..<8) }
        #expect(off == .off(control: control))
        #expect(off.threadsPerCore == nil)
        #expect(off.text.contains("/sys/devices/system/cpu/smt/control says \(control))"))
        #expect(off.text.contains(control == "off" ? "write \"on\" there" : "remove nosmt=force"))
    }

    @Test(arguments: ["notsupported", "notimplemented", nil])
    func withoutSiblingsItIsAbsentOrHidden(control: String?) throws {
        let absent = try state("core:4 pu:1", control: control)
        #expect(absent == .absent(control: control))
        #expect(absent.text.contains("no SMT, or the firmware has it switched off"))
        let hidden = try state("core:4 pu:1", control: control, hypervisor: "KVM")
        #expect(hidden == .hidden(hypervisor: "KVM"))
        #expect(hidden.text.contains("(KVM) shows one thread per core: the host may have SMT"))
    }

    @Test func siblingsOutsideOfTheCpusetAreNamed() throws {
        let lost = try state("core:4 pu:2", control: "on", hypervisor: "KVM") { $0.usable.pus = IDSet([0, 2]) }
        #expect(lost == .siblingsNotUsable(notAllowed: IDSet([1, 3]), offline: IDSet([])))
        #expect(lost.text.contains("CPUs 1,3 are outside of the affinity mask or the cpuset"))
    }

    @Test func siblingsThatAreOfflineAreNamed() throws {
        let lost = try state("core:4 pu:1", control: "on") { $0.offlineCPUs = IDSet(4..<8) }
        #expect(lost == .siblingsNotUsable(notAllowed: IDSet([]), offline: IDSet(4..<8)))
        #expect(lost.text.contains("CPUs 4-7 are offline"))
        // Without SMT an offline CPU is a core.
        #expect(
            try state("core:4 pu:1", control: "notsupported") { $0.offlineCPUs = IDSet(4..<8) }
                == .absent(control: "notsupported"))
    }

    @Test func kernelsThatCountThreadsSayOnWithANumber() throws {
        let lost = try state("core:2 pu:1", control: "2") { $0.offlineCPUs = IDSet([2, 3]) }
        #expect(lost == .siblingsNotUsable(notAllowed: IDSet([]), offline: IDSet([2, 3])))
    }

    @Test func oneSiblingOfflineLeavesTheOtherCores() throws {
        let change: (inout TopologyDetails) -> Void = { details in
            details.cores[2].pus = IDSet([4])
            details.usable.pus = IDSet([0, 1, 2, 3, 4, 6, 7])
            details.offlineCPUs = IDSet([5])
        }
        let partly = try state("core:4 pu:2", control: "on", change: change)
        #expect(
            partly
                == .partly(
                    threadsPerCore: 2, cores: 3, of: 4,
                    reason: "CPU 5 is offline; write 1 to /sys/devices/system/cpu/cpuN/online"))
        #expect(partly.text.contains("usable on 3 of 4 cores"))
        var details = try Machine.describe(.synthetic("core:4 pu:2"))
        change(&details)
        let machine = Machine(topology: details)
        #expect(machine.coresWithSiblings == [[0, 1], [2, 3], [6, 7]])
        #expect(machine.order(.compact) == [0, 2, 4, 6, 1, 3, 7])
    }

    @Test func aMaskThatCutsOneCoreIsPartly() throws {
        let partly = try state("core:4 pu:2", control: "on") { $0.usable.pus = IDSet([0, 1, 2]) }
        guard case .partly(2, 1, 2, let reason) = partly else {
            Issue.record("\(partly)")
            return
        }
        #expect(reason.contains("CPU 3 is outside of the affinity mask"))
    }

    @Test func coresOfThreeAndTwoThreadsAreComparedWithTwo() throws {
        #expect(try state("core:2 pu:3") { $0.usable.pus = IDSet([0, 1, 2, 3, 4]) } == .on(threadsPerCore: 2))
    }
}
