import CNuma
import CPlatform
import Quantities
import Records
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// Where a mapping's pages are.
package struct PageCensus: Hashable, Sendable {
    /// Pages asked about.
    package var asked = 0
    /// Pages found on each node. The rest was never touched.
    package var byNode: [Int: Int] = [:]

    package init() {}

    /// A node whose part is over a tenth, and one huge page, from an even one; nil where all are even.
    package func unevenNode(among nodes: IDSet) -> Int? {
        let even = Double(asked) / Double(max(1, nodes.count))
        return nodes.ids.first { abs(Double(byNode[$0] ?? 0) - even) > 0.1 * even + 512 }
    }

    /// Pages on any of these nodes.
    package func count(on nodes: IDSet) -> Int { nodes.ids.reduce(0) { $0 + (byNode[$1] ?? 0) } }
}

/// The page sizes that a mapping really has.
package struct ObtainedPages: Hashable, Sendable {
    /// The size that the kernel maps it with, in bytes: a pool's, or the base size.
    package let pageBytes: Int
    /// The share of it that lies in transparent huge pages.
    package let hugeShare: Double

    /// "4 KiB", "2 MiB", or both where under nine tenths are of one size.
    package var name: String {
        let base = ByteCount(pageBytes), huge = ByteCount(ObtainedPages.transparentHugePage)
        if hugeShare >= 0.9 { return "\(huge)" }
        return hugeShare < 0.1 ? "\(base)" : "\(base) and \(huge)"
    }

    /// The kernel's transparent huge page in bytes.
    private static let transparentHugePage =
        SystemFiles.live.integer("sys/kernel/mm/transparent_hugepage/hpage_pmd_size") ?? 2 << 20
}

extension BoundMemory {
    /// Asks the kernel where every page of some touched parts is.
    ///
    /// NUMA balancing takes pages out of reach now and then to see who wants them, and the kernel then tells no node of
    /// them: such pages are read, and asked about again.
    /// - Parameter parts: offsets in bytes from the base.
    /// - Throws: `Errno` where move_pages is not allowed or not known.
    package borrowing func census(_ parts: [Range<Int>]) throws(Errno) -> PageCensus {
        let pageSize = Int(sysconf(Int32(_SC_PAGESIZE)))
        var census = PageCensus()
        for part in parts {
            var next = part.lowerBound / pageSize
            let end = (part.upperBound + pageSize - 1) / pageSize
            while next < end {
                let count = min(16_384, end - next)
                let pages: [UnsafeMutableRawPointer?] = (next..<next + count).map { base + $0 * pageSize }
                var nodes = try Self.nodes(of: pages)
                for _ in 0..<3 where nodes.contains(where: { $0 < 0 }) {
                    for (page, node) in zip(pages, nodes) where node < 0 { cp_touch(page) }
                    nodes = try Self.nodes(of: pages)
                }
                census.asked += count
                for node in nodes where node >= 0 { census.byNode[Int(node), default: 0] += 1 }
                next += count
            }
        }
        return census
    }

    /// The node of each page, negative where it has none.
    private static func nodes(of pages: [UnsafeMutableRawPointer?]) throws(Errno) -> [Int32] {
        var addresses = pages
        var nodes = [Int32](repeating: -1, count: pages.count)
        // Without target nodes the call moves nothing and reports the node of each page.
        let result = move_pages(0, UInt(pages.count), &addresses, nil, &nodes, 0)
        let error = Errno(rawValue: errno)
        guard result == 0 else { throw error }
        return nodes
    }

    /// The page sizes that the mapping has; nil where the kernel does not tell.
    package borrowing func obtainedPages(files: SystemFiles = .live) -> ObtainedPages? {
        guard let text = files.text("proc/self/smaps") else { return nil }
        let start = UInt(bitPattern: base)
        var inside = false
        var pageBytes: Int?
        for line in text.split(separator: "\n") {
            if let range = Self.addressRange(line) {
                inside = range.contains(start)
            } else if inside, line.hasPrefix("KernelPageSize:") {
                pageBytes = Self.bytes(line)
            } else if inside, line.hasPrefix("AnonHugePages:"), let pageBytes, let huge = Self.bytes(line) {
                return ObtainedPages(pageBytes: pageBytes, hugeShare: min(1, Double(huge) / Double(byteCount)))
            }
        }
        return nil
    }

    /// "AnonHugePages:   2048 kB" → 2 097 152.
    private static func bytes(_ line: Substring) -> Int? {
        line.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 << 10 }
    }

    /// "7f00-7fff rw-p …" → the addresses; nil for the lines between.
    private static func addressRange(_ line: Substring) -> Range<UInt>? {
        let ends = line.prefix { $0 != " " }.split(separator: "-").map { UInt($0, radix: 16) }
        guard ends.count == 2, let low = ends[0], let high = ends[1], low < high else { return nil }
        return low..<high
    }
}

extension PageKind {
    /// What was asked for: "small", "transparent huge", "pool of 2 MiB".
    package var name: String {
        switch self {
        case .small: "small"
        case .transparentHuge: "transparent huge"
        case .pool(let pageBytes): "pool of \(ByteCount(pageBytes))"
        }
    }
}
