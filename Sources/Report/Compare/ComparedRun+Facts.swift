import Quantities
import Records
import Tables

extension ComparedRun {
    /// What the run's figures depend on, setting by setting. A fact that its records do not tell is left out.
    var facts: [Fact] {
        let settings: [(String, String?)] = [
            ("Host", result.host), ("Program", "probe \(result.programVersion)"), ("Command", command),
            ("Kernel", told(\.kernel)), ("Virtualization", told(\.virtualization) ?? "none seen"),
            ("Transparent huge pages", told(\.transparentHugePages) ?? "not told"),
            ("NUMA balancing", told { $0.numaBalancing.map { $0 ? "on" : "off" } } ?? "not told"),
            ("Frequency governor", told(\.governor) ?? "not told"),
            ("CPU quota", told { $0.cpuQuota.map { "\($0.shortest(decimals: 2)) CPUs" } } ?? "none"),
            ("Other work", otherWork), ("SMT", smt?.shortText), ("Memory given", result.given.memory),
            ("Engine", engine),
        ]
        return settings.compactMap { name, value in value.map { Fact(name, $0.printable) } }
            + (topology?.facts ?? []) + disturbances
    }

    /// Its words without what differs from run to run and changes no figure.
    private var command: String {
        let places = ["--output", "-o"]
        let words = result.command.enumerated().filter { index, word in
            !places.contains(word) && !(index > 0 && places.contains(result.command[index - 1]))
                && !places.contains { word.hasPrefix($0 + "=") }
        }
        return words.map(\.element).joined(separator: " ")
    }

    /// What the records say, one after the other where they do not agree.
    private func told(_ read: (Environment) -> String?) -> String? {
        let values = environments.compactMap(read).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        return values.isEmpty ? nil : values.joined(separator: ", then ")
    }

    /// At most; less than a twentieth of a CPU is what any system does.
    private var otherWork: String? {
        environments.compactMap(\.busyCPUs).max().map { $0 < 0.05 ? "none" : "up to \($0.fixed(1)) CPUs busy" }
    }

    /// Whether figures were disturbed; what else caveats say is among the settings.
    private var disturbances: [Fact] {
        [Fact("Disturbed by other work", disturbed.isEmpty ? "no" : disturbed.joined(separator: ", "))]
    }

    /// The probes whose figures were disturbed.
    var disturbed: [String] {
        caveatKinds.filter { _, kinds in
            kinds.contains { kind in
                switch kind {
                case .noisy, .changedDuringRun: true
                default: false
                }
            }
        }.map(\.probe)
    }
}

/// A setting in which runs differ.
package struct RunDifference: Hashable, Sendable {
    package let name: String
    /// Of each run; "not told" where a run's records do not say.
    package let values: [String]

    /// All settings in which runs differ, in the order in which the runs tell them.
    static func all(_ runs: [ComparedRun]) -> [RunDifference] {
        let facts = runs.map(\.facts)
        let names = facts.flatMap(\.self).map(\.name).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        return names.compactMap { name in
            let values = facts.map { own in own.first { $0.name == name }?.value }
            // What only some tell is the work of another program, and no setting that differs.
            guard Set(values.compactMap(\.self)).count > 1 else { return nil }
            return RunDifference(name: name, values: values.map { $0 ?? "not told" })
        }
    }
}

extension SMTState {
    /// For a table's cell.
    fileprivate var shortText: String {
        switch self {
        case .on(let threads): "on, \(threads) threads per core"
        case .partly(let threads, let cores, let all, _): "\(threads) threads per core on \(cores) of \(all) cores"
        case .siblingsNotUsable: "on, but one thread of each core is usable"
        case .off(let control): "off (\(control))"
        case .absent: "none"
        case .hidden(let hypervisor): "not shown by \(hypervisor)"
        }
    }
}
