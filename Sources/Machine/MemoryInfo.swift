import Records

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
    /// - Parameter watermarks: read anew where it is nil.
    package func free(node: Int, watermarks: Watermarks? = nil) -> Int? {
        let fields = files.fields("sys/devices/system/node/node\(node)/meminfo", prefix: "Node \(node) ")
        guard let free = Self.bytes(fields["MemFree"]) else { return nil }
        let kept = (watermarks ?? Watermarks(files: files)).bytes(node: node)
        return max(0, free + (Self.bytes(fields["Inactive(file)"]) ?? 0) - kept)
    }

    private static func bytes(_ field: String?) -> Int? {
        guard let field, let number = field.split(separator: " ").first.flatMap({ Int($0) }) else { return nil }
        return field.hasSuffix("kB") ? number << 10 : number
    }
}
