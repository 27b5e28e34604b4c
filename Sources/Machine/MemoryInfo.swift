import Records

#if canImport(Glibc)
    import Glibc
#endif

/// How much memory there is and how much is free, from the kernel's files. Bytes.
package struct MemoryInfo: Sendable {
    /// All memory of the machine; nil where the kernel does not tell.
    package let total: Int?
    /// What can be used without swapping; nil where the kernel does not tell.
    package let available: Int?
    private let files: SystemFiles

    package init(files: SystemFiles) {
        self.files = files
        let fields = files.fields("proc/meminfo")
        total = Self.bytes(fields["MemTotal"])
        available = Self.bytes(fields["MemAvailable"])
    }

    /// What a node can give: its free memory and the file cache that it can drop, less what the kernel keeps for
    /// itself; nil where it is not told.
    package func free(node: Int) -> Int? {
        let fields = files.fields("sys/devices/system/node/node\(node)/meminfo", prefix: "Node \(node) ")
        guard let free = Self.bytes(fields["MemFree"]) else { return nil }
        return max(0, free + (Self.bytes(fields["Inactive(file)"]) ?? 0) - kept(node: node))
    }

    /// The high watermarks of a node's zones. Who is bound to a node whose free memory falls below the low ones waits
    /// for memory to be reclaimed, and is killed where there is none.
    private func kept(node: Int) -> Int {
        var isOnNode = false
        var pages = 0
        for line in (files.text("proc/zoneinfo") ?? "").split(separator: "\n") {
            let words = line.split(separator: " ")
            if words.first == "Node" {
                isOnNode = words.count > 1 && words[1] == "\(node),"
            } else if isOnNode, words.count == 2, words[0] == "high" {
                pages += Int(words[1]) ?? 0
            }
        }
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }

    private static func bytes(_ field: String?) -> Int? {
        guard let field, let number = field.split(separator: " ").first.flatMap({ Int($0) }) else { return nil }
        return field.hasSuffix("kB") ? number << 10 : number
    }
}
