import Kernels
import Records
import Testing

@Suite struct StreamKernelTests {
    @Test(arguments: StreamKernel.all.filter(\.instructionSet.isSupported))
    func agreesWithTheScalarOracle(kernel: StreamKernel) throws {
        try kernel.verify(seed: 1)
        try kernel.verify(seed: 99)
    }

    @Test(arguments: Set(StreamKernel.all.map(\.instructionSet)).filter(\.isSupported))
    func everySetHasEveryOperation(set: InstructionSet) {
        let kernels = StreamKernel.all.filter { $0.instructionSet == set }
        #expect(Set(kernels.filter { $0.stores != .nontemporal }.map(\.operation)) == Set(StreamOperation.allCases))
        let streaming = kernels.filter { $0.stores == .nontemporal }.map(\.operation)
        #if arch(arm64)
            let expected: [StreamOperation] = set == .scalar ? [] : [.copy, .scale, .add, .triad]
        #else
            let expected: [StreamOperation] = [.copy, .scale, .add, .triad]
        #endif
        #expect(streaming == expected)
    }

    /// STREAM counts 16 bytes an element for copy and scale, 24 for add and triad; a regular store reads its line too.
    @Test(arguments: StreamKernel.all)
    func costFollowsFromTheOperation(kernel: StreamKernel) {
        let arrays: [StreamOperation: Int] = [.read: 1, .copy: 2, .scale: 2, .add: 3, .triad: 3]
        let operations: [StreamOperation: Int] = [.read: 1, .copy: 0, .scale: 1, .add: 1, .triad: 2]
        #expect(kernel.creditedBytes == 8 * (arrays[kernel.operation] ?? 0))
        #expect(kernel.movedBytes == kernel.creditedBytes + (kernel.stores == .regular ? 8 : 0))
        #expect(kernel.operations == operations[kernel.operation])
    }

    @Test func theOracleNoticesOneWrongElement() throws {
        let kernel = try #require(StreamKernel.all.first { $0.instructionSet == .scalar && $0.operation == .triad })
        let storage = UnsafeMutableRawPointer.allocate(byteCount: 3 * 8 * 1024, alignment: 64)
        defer { storage.deallocate() }
        let base = storage.bindMemory(to: Double.self, capacity: 3 * 1024)
        let slices = StreamSlices(a: base, b: base + 1024, c: base + 2048, first: 7, count: 1000)
        slices.fill(seed: 5)
        #expect(slices.firstError(after: kernel, sum: 0, seed: 5) == 7, "poisoned elements are wrong")
        let sum = kernel.run(slices)
        #expect(slices.firstError(after: kernel, sum: sum, seed: 5) == nil)
        slices.a[998] += 0x1p-40
        #expect(slices.firstError(after: kernel, sum: sum, seed: 5) == 7 + 998)
        #expect(slices.firstError(after: kernel, sum: sum, seed: 6) != nil, "another seed is other data")
    }

    @Test func theOracleNoticesAWrongSum() throws {
        let kernel = try #require(StreamKernel.all.first { $0.instructionSet == .scalar && $0.operation == .read })
        let storage = UnsafeMutableRawPointer.allocate(byteCount: 3 * 8 * 128, alignment: 64)
        defer { storage.deallocate() }
        let base = storage.bindMemory(to: Double.self, capacity: 3 * 128)
        let slices = StreamSlices(a: base, b: base + 128, c: base + 256, first: 0, count: 100)
        slices.fill(seed: 1)
        let sum = kernel.run(slices)
        #expect((100..<200).contains(sum), "values lie between 1 and 2")
        #expect(slices.firstError(after: kernel, sum: sum, seed: 1) == nil)
        #expect(slices.firstError(after: kernel, sum: sum.nextUp, seed: 1) != nil)
    }

    @Test(arguments: Set(StreamKernel.all.map(\.instructionSet)).filter(\.isSupported))
    func readHasEveryShape(set: InstructionSet) {
        let shapes = StreamKernel.all.filter { $0.instructionSet == set }.compactMap(\.shape)
        #expect(Set(shapes).count == 8 && shapes.count == 8)
        #expect(Set(shapes.map(\.streams)) == [1, 2, 4, 8])
        #expect(StreamKernel.all.allSatisfy { ($0.shape != nil) == ($0.operation == .read) })
    }

    /// A loop that left out a pass would be credited with bytes it never read.
    @Test(arguments: StreamKernel.all.filter { $0.operation == .read && $0.instructionSet.isSupported })
    func everyPassIsRead(kernel: StreamKernel) {
        let storage = UnsafeMutableRawPointer.allocate(byteCount: 8 * 1024, alignment: 64)
        defer { storage.deallocate() }
        let base = storage.bindMemory(to: Double.self, capacity: 1024)
        let slices = StreamSlices(a: base, b: base, c: base, first: 3, count: 1000)
        slices.fill(seed: 2)
        let once = kernel.run(slices)
        #expect(kernel.run(slices, passes: 7) == 7 * once)
        #expect(slices.firstError(after: kernel, sum: 7 * once, passes: 7, seed: 2) == nil)
        #expect(slices.firstError(after: kernel, sum: 6 * once, passes: 7, seed: 2) != nil)
    }

    @Test(arguments: [StreamOperation.read, .triad], [7680, 24_576, 100_000])
    func workingSetsLieApartWithinTheirMemory(operation: StreamOperation, bytes: Int) throws {
        let kernel = try #require(StreamKernel.all.first { $0.operation == operation && $0.instructionSet == .scalar })
        let room = bytes + StreamSlices.workingSetPadding
        let storage = UnsafeMutableRawPointer.allocate(byteCount: room, alignment: 4096)
        defer { storage.deallocate() }
        let base = storage.bindMemory(to: Double.self, capacity: room / 8)
        let set = StreamSlices(a: base, b: base, c: base, first: 0, count: room / 8).workingSet(bytes, of: kernel)
        let arrays = operation == .read ? [set.b] : [set.b, set.c, set.a]
        #expect(abs(arrays.count * set.count * 8 - bytes) < 64 * arrays.count)
        for (index, array) in arrays.enumerated() {
            let offset = UnsafeRawPointer(array) - UnsafeRawPointer(storage)
            #expect(offset.isMultiple(of: 64) && offset + set.count * 8 <= room)
            #expect(offset % 4096 == 1344 * index, "arrays are a third of a page apart")
        }
        set.fill(seed: 1)
        #expect(set.firstError(after: kernel, sum: kernel.run(set), seed: 1) == nil)
    }
}
