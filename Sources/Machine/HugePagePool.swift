import Records

/// Huge pages that the administrator set aside (hugetlb), of one size.
package struct HugePagePool: Hashable, Sendable {
    /// The size of a page in bytes.
    package let pageBytes: Int
    /// Pages that a node has left.
    package let free: Int

    /// The pools of a node, small pages first; empty where the kernel has none.
    package static func onNode(_ node: Int, files: SystemFiles = .live) -> [HugePagePool] {
        let folder = "sys/devices/system/node/node\(node)/hugepages"
        // 2 MiB and 1 GiB on x86-64; Arm64 has more, by its base page size.
        return [64, 2048, 32_768, 524_288, 1_048_576, 16_777_216].compactMap { kibibytes in
            files.integer("\(folder)/hugepages-\(kibibytes)kB/free_hugepages").map {
                HugePagePool(pageBytes: kibibytes << 10, free: $0)
            }
        }
    }
}
