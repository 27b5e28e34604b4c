import Records

#if canImport(Glibc)
    import Glibc
#endif

/// Running a child takes a dozen open files at once.
enum OpenFileLimit {
    private static let needed: rlim_t = 64

    /// Raises the limit where the system lets it.
    /// - Throws: `Failure` where it stays too low.
    static func check() throws {
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0, limit.rlim_cur < needed else { return }
        limit.rlim_cur = min(needed, limit.rlim_max)
        guard setrlimit(resource, &limit) == 0, limit.rlim_cur >= needed else {
            throw Failure(
                .unavailable, cannot: "run the probe programs",
                because: "only \(limit.rlim_max) files may be open at once, and \(needed) are needed",
                remedy: "Raise the limit: ulimit -n \(needed)")
        }
    }
}
