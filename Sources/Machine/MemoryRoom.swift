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
        // Of the address space a quarter of a gibibyte is for the program itself and its threads' stacks; what it may
        // write is less, of which the stacks have 8 MiB each.
        return max(0, Int(limit.rlim_cur) - (resource == RLIMIT_AS ? 256 << 20 : 64 << 20))
    }
}
