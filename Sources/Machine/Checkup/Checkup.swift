import Records
import SystemPackage

/// Looks for what will spoil a measurement on this machine, before one is made. Measures nothing but other work.
package struct Checkup: Sendable {
    /// nil where it cannot be described.
    let machine: Machine?
    let environment: Environment
    let files: SystemFiles
    private let undescribed: Failure?

    /// Of the machine this program runs on.
    package init() {
        files = .live
        environment = Environment.current(files)
        do {
            machine = try Machine.discover()
            undescribed = nil
        } catch {
            machine = nil
            undescribed =
                error as? Failure
                ?? Failure(.unavailable, cannot: "describe this machine", because: "\(error)", remedy: "")
        }
    }

    /// Of a described machine whose files lie below a root folder. What is tried, is tried here.
    package init(machine: Machine, environment: Environment, files: SystemFiles) {
        self.machine = machine
        self.environment = environment
        self.files = files
        undescribed = nil
    }

    /// Whether it may take the CPUs for half a second, to see who else does.
    package enum Care: Sendable { case mayTakeCPUs, disturbsNobody }

    /// Every check that a machine has to pass, in the order of a record's caveats. Takes a second.
    /// - Parameter output: the folder that reports are written to.
    package func diagnoses(output: FilePath, care: Care = .mayTakeCPUs) -> [Diagnosis] {
        let trial = pinning()
        let spinning = care == .mayTakeCPUs ? trial.team : nil
        return machineItself + boundaries() + settings() + [trial.diagnosis] + activity(spinning) + placement()
            + memory() + commitment() + disk(output)
    }

    private var machineItself: [Diagnosis] {
        var diagnoses: [Diagnosis] = []
        if files.names("sys/devices/system/cpu") == nil {
            diagnoses.append(
                Diagnosis(
                    "sys-files", .bad, "/sys cannot be read",
                    effect: "Nodes, caches and limits are not told: memory is not measured", remedy: "Mount /sys"))
        }
        return diagnoses + [description]
    }

    private var description: Diagnosis {
        if let undescribed { return Diagnosis("machine", undescribed, effect: "Programs refuse to measure") }
        let count = machine.map { TopologyDetails.count($0.topology.pus.count, "logical CPU") } ?? ""
        let nodes = machine.map { TopologyDetails.count($0.topology.memoryNodes.count, "NUMA node") } ?? ""
        return Diagnosis("machine", .ok, "The machine describes itself: \(count), memory on \(nodes)")
    }

    /// "CPU 5 is", "CPUs 5-6 are".
    static func named(_ ids: IDSet, _ noun: String = "CPU", _ one: String = "is", _ more: String = "are") -> String {
        ids.count == 1 ? "\(noun) \(ids) \(one)" : "\(noun)s \(ids) \(more)"
    }

    /// CPUs that this process may use; empty where nobody tells.
    var cpus: [Int] { (machine?.topology.usable.pus ?? Affinity.current() ?? IDSet([])).ids }
}
