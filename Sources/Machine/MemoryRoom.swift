import Records

#if canImport(Glibc)
    import Glibc
#endif

/// How much memory arrays on a node may take, and what limits them.
package struct MemoryRoom: Hashable, Sendable {
    package let bytes: Int
    /// In words: "the node's free memory".
    package let limit: String

    package init(bytes: Int, limit: String) {
        self.bytes = bytes
        self.limit = limit
    }

    /// The least of the node's free memory, the machine's, the cgroups' and the address space's, where they are told.
    /// - Parameters:
    ///   - sharers: nodes whose arrays exist at the same time and share the machine-wide limits.
    ///   - watermarks: read anew where it is nil.
    package static func onNode(
        _ node: Int, sharers: Int, files: SystemFiles = .live, watermarks: Watermarks? = nil
    ) -> MemoryRoom? {
        let memory = MemoryInfo(files: files)
        let candidates: [(Int?, String)] = [
            (memory.free(node: node, watermarks: watermarks), "the node's free memory"),
            (memory.available.map { $0 / sharers }, "the machine's available memory"),
            (CgroupLimits(files: files).memoryRoom.map { max(0, $0 - ownNeed) / sharers }, "the memory cgroup"),
            (limit(RLIMIT_AS).map { $0 / sharers }, "the address space limit (ulimit -v)"),
            (limit(RLIMIT_DATA).map { $0 / sharers }, "the data limit (ulimit -d)"),
        ]
        let known = candidates.compactMap { bytes, limit in bytes.map { MemoryRoom(bytes: $0, limit: limit) } }
        return known.min { $0.bytes < $1.bytes }
    }

    /// What the program itself still comes to need: samples, threads' stacks, page tables.
    private static let ownNeed = 8 << 20

    private static func limit(_ resource: __rlimit_resource) -> Int? {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(resource.rawValue), &limit) == 0, limit.rlim_cur < 1 << 60 else {
            return nil
        }
        // What the process has of it now: all that is mapped, or what of that it may write.
        let pages = SystemFiles.live.text("proc/self/statm")?.split(separator: " ").map { Int($0) } ?? []
        let field = resource == RLIMIT_AS ? 0 : 5
        guard pages.count > field, let mapped = pages[field] else { return max(0, Int(limit.rlim_cur) - unknownNeed) }
        return max(0, Int(limit.rlim_cur) - mapped * sysconf(Int32(_SC_PAGESIZE)) - stacks - heap)
    }

    /// Of a process whose size is not told: a quarter of a gibibyte, most of it code and stacks.
    private static let unknownNeed = 256 << 20

    /// What samples, page tables and records take of the heap; threads have none of their own (`cp_share_heap`).
    private static let heap = 32 << 20

    /// Of the threads that measure, one on each CPU. That some may be running already is not looked for.
    private static var stacks: Int {
        var attributes = pthread_attr_t()
        var size = 8 << 20
        if pthread_attr_init(&attributes) == 0 {
            pthread_attr_getstacksize(&attributes, &size)
            pthread_attr_destroy(&attributes)
        }
        return size * (Affinity.current()?.count ?? 1)
    }
}
