import FoundationEssentials
import Records

extension TopologySource {
    /// The kernel can be built for no more nodes (NODES_SHIFT is 10 at most).
    private static let mostNodes = 1024

    /// Looks at the list of nodes before hwloc does, which ends the program where there is none, or one without end.
    /// - Throws: `Failure` that says what the list is.
    func requireNodes() throws {
        let folder = "sys/devices/system/node"
        guard let files, let names = files.names(folder) else { return }
        let cause: String
        if let text = files.text("\(folder)/online") {
            if let last = IDSet(parsing: text)?.ids.last, last < Self.mostNodes { return }
            cause = "/\(folder)/online says '\(text.prefix(40))', which is no list of NUMA nodes"
        } else {
            if names.contains(where: { $0.hasPrefix("node") && Int($0.dropFirst(4)) != nil }) { return }
            cause = "/\(folder) has no NUMA node in it"
        }
        throw unreadable(cause, remedy: "Mount the whole of /sys, with nothing over /\(folder)")
    }

    /// hwloc takes seconds for as many below one object, and more by the square of their number.
    private static let mostProcessors = 8192

    /// That hwloc does not build a synthetic topology of any size without a word.
    /// - Throws: `Failure` where it is.
    func requireFewProcessors() throws {
        guard case .synthetic(let text) = self else { return }
        // What stands in brackets is memory, and what objects are like.
        let levels = text.replacing(#/\([^)]*\)/#, with: "").replacing(#/\[[^\]]*\]/#, with: "")
        var count = 1
        for level in levels.split(whereSeparator: \.isWhitespace) {
            let (product, isTooMany) = count.multipliedReportingOverflow(
                by: Int(level.split(separator: ":").last ?? "") ?? 1)
            guard !isTooMany, product <= Self.mostProcessors else {
                throw Failure(
                    .unavailable, cannot: "read the \(self)",
                    because: "it has more than \(Self.mostProcessors) processors; hwloc's time grows by their square",
                    remedy: "Describe a smaller machine")
            }
            count = product
        }
    }

    /// That hwloc made nothing of it.
    /// - Parameter cause: what hwloc did.
    func refusal(_ cause: String) -> Failure {
        guard self == .thisMachine else {
            return unreadable(
                "\(cause): it is truncated, or not a topology",
                remedy: "Pass an hwloc XML file, an unpacked folder of hwloc-gather-topology, or a synthetic "
                    + "description such as 'package:2 core:4 pu:2'")
        }
        let online = "sys/devices/system/cpu/online"
        if let text = files?.text(online), IDSet(parsing: text) == nil {
            return unreadable(
                "/\(online) says '\(text.prefix(40))', which is no list of CPUs",
                remedy: "Mount the whole of /sys, with nothing over /\(online)")
        }
        let variables = ProcessInfo.processInfo.environment.filter { $0.key.hasPrefix("HWLOC_") }
        guard variables.isEmpty else {
            let settings = variables.map { "\($0.key)=\($0.value)" }.sorted().joined(separator: ", ")
            return unreadable(
                "\(cause), with \(settings) set", remedy: "Unset \(variables.keys.sorted().joined(separator: ", "))")
        }
        return unreadable("\(cause) from /sys and /proc", remedy: "Check that both are mounted, and whole")
    }

    private func unreadable(_ cause: String, remedy: String) -> Failure {
        self == .thisMachine
            ? Failure(.unavailable, cannot: "read this machine's topology", because: cause, remedy: remedy)
            : Failure(.badData, cannot: "read the \(self)", because: cause, remedy: remedy)
    }
}
