import Quantities
import Records
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

extension Checkup {
    /// Under this policy memory is refused that nobody has touched yet, stacks of threads too.
    func commitment() -> [Diagnosis] {
        guard files.integer("proc/sys/vm/overcommit_memory") == 2 else { return [] }
        let fields = files.fields("proc/meminfo")
        let amounts = ["CommitLimit", "Committed_AS"].map { name in
            fields[name].flatMap { $0.split(separator: " ").first }.flatMap { Int($0) }.map { $0 << 10 }
        }
        let left = amounts[0].flatMap { limit in amounts[1].map { max(0, limit - $0) } }
        return [
            Diagnosis(
                "overcommit", .note,
                "Memory is not overcommitted (vm.overcommit_memory = 2)"
                    + (left.map { "; \(ByteCount($0).rounded) may still be asked for" } ?? ""),
                effect: "Arrays and threads may be refused while memory is free",
                remedy: "sysctl vm.overcommit_memory=0, or a higher vm.overcommit_ratio")
        ]
    }

    /// Whether a report can be written: the folder, or the first above it that exists, is tried.
    func disk(_ folder: FilePath) -> [Diagnosis] {
        var place = folder
        var status = stat()
        while stat(place.isEmpty ? "." : place.string, &status) != 0, errno == ENOENT, place.removeLastComponent() {}
        if place.isEmpty { place = "." }
        do {
            // Nothing remains of it.
            _ = try TemporaryFile(in: place, contents: FileContents(seed: 0))
        } catch {
            let failure = Self.failure(error, "write in \(place)")
            return [
                Diagnosis(
                    "output", .bad, "\(place) cannot be written to: \(failure.cause)",
                    effect: "The report has no place", remedy: "Name another folder with --output")
            ]
        }
        guard let system = try? FileSystem(of: place) else {
            return [Diagnosis("output", .unknown, "How much space \(place) has is not told")]
        }
        let free = ByteCount(system.freeBytes).rounded
        guard system.freeBytes >= Self.reportBytes else {
            return [
                Diagnosis(
                    "output", .bad, "Only \(free) is free for \(folder)",
                    effect: "A result and its report may need \(ByteCount(Self.reportBytes)), and would not be whole",
                    remedy: "Make room, or name another folder with --output")
            ]
        }
        return [Diagnosis("output", .ok, "\(folder) can be written to, and \(free) is free")]
    }

    /// A machine of one node has 3 MB; those of many grow with the pairs of nodes.
    private static let reportBytes = 32 << 20
}
