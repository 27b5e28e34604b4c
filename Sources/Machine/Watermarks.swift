import Records

#if canImport(Glibc)
    import Glibc
#endif

/// What the kernel keeps free of each node: the high watermarks of its zones. Who is bound to a node whose free memory
/// falls below the low ones waits for memory to be reclaimed, and is killed where there is none.
package struct Watermarks: Sendable {
    private let pages: [Int: Int]

    /// The file has some hundred bytes for each CPU in each zone, so that thousands of CPUs on dozens of nodes make
    /// 10 MB: it is read once for all nodes, and as bytes.
    package init(files: SystemFiles) {
        var pages: [Int: Int] = [:]
        var node: Int?
        for line in (files.bytes("proc/zoneinfo", limit: 64 << 20) ?? []).split(separator: UInt8(ascii: "\n")) {
            let text = line.drop { $0 == UInt8(ascii: " ") }
            if text.starts(with: "Node ".utf8) {
                node = Self.number(text.dropFirst(5))
            } else if let node, text.starts(with: "high ".utf8) {
                pages[node, default: 0] += Self.number(text.dropFirst(5).drop { $0 == UInt8(ascii: " ") }) ?? 0
            }
        }
        self.pages = pages
    }

    /// In bytes; 0 where it is not told.
    func bytes(node: Int) -> Int { (pages[node] ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE))) }

    /// The number that a text begins with; no zone has 2⁴⁰ pages.
    private static func number(_ text: ArraySlice<UInt8>) -> Int? {
        let digits = text.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard (1...12).contains(digits.count) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }
}
