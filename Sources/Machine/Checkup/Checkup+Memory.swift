import Quantities
import Records

extension Checkup {
    /// Whether each node has what the largest arrays need, those of probe-bandwidth, and whether they can be mapped.
    func memory() -> [Diagnosis] {
        guard let machine else { return [] }
        do {
            let pairs = try NodePairs(machine, asked: nil)
            let reasons = pairs.excluded.map(\.reason).reduce(into: [String]()) {
                if !$0.contains($1) { $0.append($1) }
            }
            let odd = reasons.map {
                Diagnosis(
                    "nodes", .note, $0.prefix(1).uppercased() + $0.dropFirst(),
                    effect: "Pairs with it are left out, and say why")
            }
            return needs(machine, pairs) + odd
        } catch {
            return [
                Diagnosis(
                    "memory", Self.failure(error, "measure any node's memory"), effect: "Programs refuse to measure")
            ]
        }
    }

    /// What limits the arrays tells what to do.
    private static func limited(_ caveat: Caveat) -> Diagnosis {
        let diagnosis = Diagnosis("memory", .bad, caveat)
        guard case .arraysLimited(_, _, _, let limit) = caveat.kind else { return diagnosis }
        let remedy =
            limit.contains("cgroup")
            ? "Raise the limit (docker: --memory)" : limit.contains("ulimit") ? "ulimit -v unlimited" : "Free memory"
        return Diagnosis("memory", .bad, diagnosis.what, effect: diagnosis.effect, remedy: remedy)
    }

    private func needs(_ machine: Machine, _ pairs: NodePairs) -> [Diagnosis] {
        let sources = pairs.cpuNodes.map { Array(machine.cpus(onNode: $0).prefix(machine.coreCount(onNode: $0))) }
        let cache = sources.compactMap { machine.lastLevelCache(of: $0) }.max()
        var kinds: [Caveat.Kind] = []
        var diagnoses: [Diagnosis] = []
        var largest = 0
        var least: MemoryRoom?
        for node in pairs.memoryNodes {
            let room = MemoryRoom.onNode(node.id, sharers: pairs.memoryNodes.count, files: files)
            do {
                let sizing = try ArraySizing(
                    node: node.id, cacheBytes: cache, asked: nil, room: room, threads: sources.first?.count ?? 1)
                _ = try BoundMemory(byteCount: 3 * sizing.array.bytes, place: .node(node.id))
                kinds += sizing.caveats
                largest = max(largest, 3 * sizing.array.bytes)
            } catch {
                diagnoses.append(
                    Diagnosis(
                        "memory", Self.failure(error, "allocate arrays on node \(node.id)"),
                        effect: "This node's memory is not measured"))
            }
            if let room, room.bytes < least?.bytes ?? .max { least = room }
        }
        diagnoses += Caveat.merging(kinds).map(Self.limited)
        guard diagnoses.isEmpty else { return diagnoses }
        let has =
            least.map { "at least \(ByteCount($0.bytes).rounded) is left (\($0.limit))" } ?? "what is left is not told"
        return [
            Diagnosis("memory", .ok, "Arrays need \(ByteCount(largest)) of a node; \(has), and they could be mapped")
        ]
    }
}
