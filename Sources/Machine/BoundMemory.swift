import CNuma
import Records
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// A mapping that the kernel was told to keep on one NUMA node. Its pages come into being where they are first touched.
package struct BoundMemory: ~Copyable {
    package let base: UnsafeMutableRawPointer
    package let byteCount: Int
    package let node: Int
    /// Why the memory could not be bound; nil where it is. Then only the page census can say where it lies.
    package let unbound: Errno?
    private let mapping: UnsafeMutableRawPointer
    private let mappingSize: Int

    /// A mapping that starts on a huge page boundary and asks for huge pages.
    /// - Throws: `Failure` where the address space or the node does not allow it.
    package init(byteCount: Int, node: Int) throws {
        let size = byteCount + Self.hugePage
        let address = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
        let mapError = Errno(rawValue: errno)
        guard let address, address != MAP_FAILED else {
            throw Failure(
                .unavailable, cannot: "map \(byteCount) bytes for node \(node)", because: mapError.explained,
                remedy: "Raise the limit that `ulimit -v` shows, or ask for less with --array-size")
        }
        let offset = -Int(bitPattern: address) & (Self.hugePage - 1)
        mapping = address
        mappingSize = size
        base = address + offset
        self.byteCount = byteCount
        self.node = node
        // Advice: where it is refused, the memory has small pages, and the huge share says so.
        madvise(base, byteCount, MADV_HUGEPAGE)
        unbound = Self.bind(base, byteCount, node)
    }

    deinit { munmap(mapping, mappingSize) }

    private static let hugePage = 2 << 20

    /// Tells the kernel to take the pages from the node only. libnuma may say that all is well where a container
    /// forbids the call, so it is the call's own answer that counts.
    private static func bind(_ base: UnsafeMutableRawPointer, _ size: Int, _ node: Int) -> Errno? {
        let bits = UInt.bitWidth
        var mask = [UInt](repeating: 0, count: node / bits + 1)
        mask[node / bits] |= 1 << UInt(node % bits)
        // The kernel reads one bit less than it is told.
        let result = mbind(base, UInt(size), MPOL_BIND, mask, UInt(mask.count * bits + 1), UInt32(MPOL_MF_STRICT))
        let error = Errno(rawValue: errno)
        return result == 0 ? nil : error
    }
}

/// Where a mapping's pages are.
package struct PageCensus: Hashable, Sendable {
    /// Pages asked about.
    package var asked = 0
    /// Pages on the node they were bound to. The rest is elsewhere, or was never touched.
    package var onNode = 0
}

extension BoundMemory {
    /// Asks the kernel where every page of some touched parts is.
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
                var addresses: [UnsafeMutableRawPointer?] = (next..<next + count).map { base + $0 * pageSize }
                var nodes = [Int32](repeating: -1, count: count)
                // Without target nodes the call moves nothing and reports the node of each page.
                let result = move_pages(0, UInt(count), &addresses, nil, &nodes, 0)
                let error = Errno(rawValue: errno)
                guard result == 0 else { throw error }
                census.asked += count
                census.onNode += nodes.count { Int($0) == node }
                next += count
            }
        }
        return census
    }

    /// The share of the mapping that lies in transparent huge pages; nil where the kernel does not tell.
    package borrowing func hugeShare(files: SystemFiles = .live) -> Double? {
        guard let text = files.text("proc/self/smaps") else { return nil }
        let start = UInt(bitPattern: base)
        var inside = false
        for line in text.split(separator: "\n") {
            if let range = Self.addressRange(line) {
                inside = range.contains(start)
            } else if inside, line.hasPrefix("AnonHugePages:") {
                let kibibytes = line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
                return min(1, Double(kibibytes << 10) / Double(byteCount))
            }
        }
        return nil
    }

    /// "7f00-7fff rw-p …" → the addresses; nil for the lines between.
    private static func addressRange(_ line: Substring) -> Range<UInt>? {
        let ends = line.prefix { $0 != " " }.split(separator: "-").map { UInt($0, radix: 16) }
        guard ends.count == 2, let low = ends[0], let high = ends[1], low < high else { return nil }
        return low..<high
    }
}
