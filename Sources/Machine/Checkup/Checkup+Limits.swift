import Quantities
import Records
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

extension Checkup {
    /// Limits of the shell that have no other trial.
    func limits() -> [Diagnosis] {
        var limit = rlimit()
        let needed: rlim_t = 64
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0, limit.rlim_max < needed else {
            return []
        }
        return [
            Diagnosis(
                "open-files", .bad, "Only \(limit.rlim_max) files may be open at once",
                effect: "probe all needs \(needed), and refuses", remedy: "Raise the limit: ulimit -n \(needed)")
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
