import CNuma
import Records
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// Where a mapping's pages shall lie.
package enum MemoryPlace: Hashable, Sendable {
    case node(Int)
    /// Page by page in turn over several nodes.
    case interleaved(IDSet)
}

extension MemoryPlace {
    /// The nodes that its pages may be on.
    package var nodes: IDSet {
        switch self {
        case .node(let id): IDSet([id])
        case .interleaved(let ids): ids
        }
    }
}

/// Which pages a mapping asks for.
package enum PageKind: Hashable, Sendable {
    /// The base size, 4 KiB on x86-64; transparent huge pages are refused.
    case small
    /// Huge pages that the kernel makes where it can.
    case transparentHuge
    /// From the kernel's pool of pages of this many bytes.
    case pool(pageBytes: Int)
}

extension PageKind {
    var isPool: Bool {
        if case .pool = self { true } else { false }
    }
}

/// A mapping that the kernel was told where to keep. Its pages come into being where they are first touched.
package struct BoundMemory: ~Copyable {
    package let base: UnsafeMutableRawPointer
    package let byteCount: Int
    package let place: MemoryPlace
    /// Why the memory could not be bound; nil where it is. Then only the page census can say where it lies.
    package let unbound: Errno?
    private let mapping: UnsafeMutableRawPointer
    private let mappingSize: Int

    /// A mapping that starts on a huge page boundary; of a pool on one of its pages.
    /// - Throws: `Failure` where the address space, the node or the pool does not allow it.
    package init(byteCount: Int, place: MemoryPlace, pages: PageKind = .transparentHuge) throws {
        let (size, flags) = Self.shape(byteCount, pages)
        let address = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | flags, -1, 0)
        let mapError = Errno(rawValue: errno)
        guard let address, address != MAP_FAILED else {
            throw Failure(
                .unavailable, cannot: "map \(byteCount) bytes for node \(place.nodes)", because: mapError.explained,
                remedy: "Raise the limit that `ulimit -v` or `ulimit -d` shows (or set vm.overcommit_memory to 0), or "
                    + "ask for less with --array-size")
        }
        let start = pages.isPool ? address : address + (-Int(bitPattern: address) & (Self.hugePage - 1))
        // A pool's pages are bound whole: the kernel does not split them.
        let refusal = Self.bind(start, pages.isPool ? size : byteCount, place)
        switch pages {
        // Advice: where it is refused, the memory has pages of another size, and `obtainedPages` says so.
        case .small: madvise(start, byteCount, MADV_NOHUGEPAGE)
        case .transparentHuge: madvise(start, byteCount, MADV_HUGEPAGE)
        // Touching a page that the pool lacks would kill the process; this asks for all of them, and may be refused.
        case .pool: try Self.populate(address, size)
        }
        mapping = address
        mappingSize = size
        base = start
        self.byteCount = byteCount
        self.place = place
        unbound = refusal
    }

    deinit { munmap(mapping, mappingSize) }

    private static let hugePage = 2 << 20

    /// Bytes to map, and the flags beyond the usual. A pool's pages are aligned by nature; other mappings have a huge
    /// page more, so that they can begin on a boundary.
    private static func shape(_ byteCount: Int, _ pages: PageKind) -> (size: Int, flags: Int32) {
        guard case .pool(let pageBytes) = pages else { return (byteCount + hugePage, MAP_NORESERVE) }
        let size = (byteCount + pageBytes - 1) / pageBytes * pageBytes
        // MAP_HUGE_SHIFT: the page size's binary logarithm stands in the flags' upper bits.
        return (size, Int32(MAP_HUGETLB) | Int32(pageBytes.trailingZeroBitCount) << 26)
    }

    private static func populate(_ address: UnsafeMutableRawPointer, _ size: Int) throws {
        let populateForWriting: Int32 = 23  // MADV_POPULATE_WRITE, Linux 5.14
        guard madvise(address, size, populateForWriting) != 0 else { return }
        let error = Errno(rawValue: errno)
        munmap(address, size)
        throw Failure(
            .unavailable, cannot: "take \(size) bytes from the pool of huge pages", because: error.explained,
            remedy: "Raise vm.nr_hugepages")
    }

    /// Tells the kernel where to take the pages from. libnuma may say that all is well where a container forbids the
    /// call, so it is the call's own answer that counts.
    private static func bind(_ base: UnsafeMutableRawPointer, _ size: Int, _ place: MemoryPlace) -> Errno? {
        let bits = UInt.bitWidth
        var mask = [UInt](repeating: 0, count: (place.nodes.ids.max() ?? 0) / bits + 1)
        for node in place.nodes.ids { mask[node / bits] |= 1 << UInt(node % bits) }
        let policy: Int32 =
            switch place {
            case .node: Int32(MPOL_BIND)
            case .interleaved: Int32(MPOL_INTERLEAVE)
            }
        // The kernel reads one bit less than it is told.
        let result = mbind(base, UInt(size), policy, mask, UInt(mask.count * bits + 1), UInt32(MPOL_MF_STRICT))
        let error = Errno(rawValue: errno)
        return result == 0 ? nil : error
    }
}
