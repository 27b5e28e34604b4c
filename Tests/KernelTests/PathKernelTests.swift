import Catalog
import Kernels
import Records
import Testing

@Suite struct PathKernelTests {
    private static let supported = PathKernel.all.filter(\.instructionSet.isSupported)

    @Test(arguments: supported)
    func agreesWithTheScalarOracle(kernel: PathKernel) throws {
        try kernel.verify(seed: 1)
        try kernel.verify(seed: 99)
    }

    /// A block of rows as it is measured, with one bit of it turned: that row is wrong, and no other.
    @Test(arguments: supported)
    func aBrokenWeightIsNoticed(kernel: PathKernel) throws {
        let memory = PathMemory(kernel, rows: 24, blocksPerRow: 3, tokens: kernel.takesTokens ? 4 : 1)
        let slice = memory.slice
        slice.fillWeights(for: kernel, seed: 5)
        slice.fillActivations(for: kernel, seed: 5)
        slice.poison()
        #expect(slice.firstError(after: kernel, seed: 5, rows: 0..<24, token: 0) == 0, "poisoned results are wrong")
        kernel.run(slice)
        #expect(slice.firstError(after: kernel, seed: 5, rows: 0..<24, token: slice.tokens - 1) == nil)
        #expect(slice.firstError(after: kernel, seed: 6, rows: 0..<24, token: 0) != nil, "another seed is other data")
        // In the middle, so that interleaved rows have it too.
        let place = 12 * 3 * kernel.blockBytes + kernel.blockBytes / 2
        let byte = slice.weights.load(fromByteOffset: place, as: UInt8.self)
        slice.weights.storeBytes(of: ~byte, toByteOffset: place, as: UInt8.self)
        kernel.run(slice)
        #expect(slice.firstError(after: kernel, seed: 5, rows: 0..<24, token: 0) != nil)
    }

    @Test func blocksAreThoseOfTheFormat() {
        for kernel in PathKernel.all {
            let bits = Double(8 * kernel.blockBytes) / Double(kernel.blockElements)
            #expect(bits == DotKernelTests.bits[kernel.format], "\(kernel)")
            #expect(kernel.takesTokens || kernel.tokensUnit == 1, "\(kernel)")
            #expect([128, 256, 512].contains(kernel.width), "\(kernel)")
        }
    }

    /// No two stand for the same loop, and each has a name of its own.
    @Test func everyLoopIsThereOnce() {
        #expect(Set(PathKernel.all.map { "\($0)" }).count == PathKernel.all.count)
    }

    /// What the catalogue says that a loop stands for a path, there is one, of the same step and width.
    @Test func everyPathOfTheCatalogueHasItsLoop() throws {
        let engine = try #require(try Engine.builtIn().first)
        let formats = Set(DotKernelTests.bits.keys)
        for path in engine.paths where path.architecture == "x86_64" && Engine.architecture == "x86_64" {
            guard let set = path.loop, set != "scalar", path.path != "amx", path.path != "flash",
                path.operation == .generation || (path.operation == .prompt && path.path != "row")
            else { continue }
            // Few tokens go through narrower vectors, which are not told apart.
            guard (path.tokensAtLeast ?? 0) <= 0 || path.width != 256 || set == "avx2" else { continue }
            for format in path.formats where formats.contains(format) {
                let found = PathKernel.all.first {
                    $0.format == format && $0.path.rawValue == path.path && $0.instructionSet.rawValue == set
                        && $0.takesTokens == (path.operation == .prompt)
                }
                guard let found else {
                    // Tells which is missing where one is.
                    #expect(PathKernelTests.unwritten.contains("\(format) \(path.path) \(set)"), "\(format) \(path)")
                    continue
                }
                #expect(found.width == path.width || path.step == "amx", "\(format) \(path)")
            }
        }
    }

    /// Loops that no one has written: of CPUs that were not at hand.
    private static let unwritten: Set<String> = [
        "Q2_K rows_of_8 avx2", "BF16 row avx",
    ]
}

/// Memory for one slice.
private final class PathMemory {
    let slice: PathSlice
    private let parts: [UnsafeMutableRawPointer]

    init(_ kernel: PathKernel, rows: Int, blocksPerRow: Int, tokens: Int) {
        let sizes = [
            rows * blocksPerRow * kernel.blockBytes, tokens * blocksPerRow * kernel.activationBytes,
            4 * rows * tokens, kernel.scratchBytes,
        ]
        parts = sizes.map { .allocate(byteCount: max(64, $0), alignment: 64) }
        slice = PathSlice(
            weights: parts[0], activations: parts[1],
            results: parts[2].bindMemory(to: Float.self, capacity: rows * tokens), scratch: parts[3], rows: rows,
            blocksPerRow: blocksPerRow, tokens: tokens)
    }

    deinit { for part in parts { part.deallocate() } }
}
