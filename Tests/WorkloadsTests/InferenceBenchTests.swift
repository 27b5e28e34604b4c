import Kernels
import Machine
import Quantities
import Records
import Testing
import Workloads

/// Inference loops on this machine, in small memory: that they run on any number of threads, that memory holds one
/// format after the other, and that errors are noticed.
@Suite(.serialized) struct InferenceBenchTests {
    private let machine: Machine
    private let all: [Int]

    init() throws {
        machine = try Machine.discover()
        all = machine.order(.compact)
    }

    private func bench(size: Int) -> InferenceBench {
        let homes = ThreadHomes(machine, cpus: all, memory: machine.usableMemoryNodes)
        return InferenceBench(machine, homes: homes, cpus: all, size: ArraySize(asked: ByteCount(size)), seed: 3)
    }

    private static let kernels = VectorLoop.formats.compactMap {
        DotKernel.best(format: $0, within: InstructionSet.supported)
    }

    private func check(_ loop: any InferenceLoop, _ bench: InferenceBench, on cpus: [Int]) throws -> Double {
        let run = try bench.run(loop, on: cpus)
        let team = try ThreadTeam(cpus: cpus)
        run.prepare(on: team)
        let rates = (0..<3).map { _ in run.sample(on: team).rate }
        try run.check(on: team)
        return rates.max() ?? 0
    }

    @Test func everyFormatRunsInTheSameMemory() throws {
        let bench = bench(size: 4 << 20)
        #expect(!Self.kernels.isEmpty)
        for kernel in Self.kernels {
            for loop in [VectorLoop(kernel), VectorLoop(kernel, cacheBytes: 64 << 10)] {
                // In turns, as a probe has them.
                for cpus in [all, [all[0]], all] {
                    let rate = try check(loop, bench, on: cpus)
                    #expect(rate > 0.01 && rate < 1e5, "\(loop.name) from \(loop.source)")
                }
            }
        }
        #expect(bench.placements.count == Set(bench.placements.map(\.node)).count, "one array on each node")
    }

    private static let paths = PathKernel.all.filter {
        $0.instructionSet.isSupported && ["Q4_K", "Q6_K", "F16"].contains($0.format)
    }

    /// Loops of every path, from memory and from cache, on threads that share a node's memory.
    @Test(arguments: paths)
    func everyPathRunsInTurns(kernel: PathKernel) throws {
        let loops =
            kernel.takesTokens
            ? [4, 20].map { PathLoop(kernel, batch: $0) } : [PathLoop(kernel), PathLoop(kernel, cacheBytes: 64 << 10)]
        for loop in loops {
            let bench = bench(size: 5 * loop.unitBytes + (1 << 20))
            for cpus in [all, [all[0]]] {
                let rate = try check(loop, bench, on: cpus)
                #expect(rate > 1e-4 && rate < 1e5, "\(loop.name)")
            }
            #expect(abs(loop.operationsPerByte - 2 * Double(loop.batch) / loop.bytesPerElement) < 1e-9)
            #expect(loop.labels["path"] == kernel.path.rawValue && loop.labels["width"] == "\(kernel.width)")
        }
    }

    /// All threads take rows of each expert, whatever number they are.
    @Test func expertsAreSharedByAllThreads() throws {
        let kernel = try #require(DotKernel.best(format: "Q4_K", within: InstructionSet.supported))
        let loop = ExpertLoop(kernel)
        let bench = bench(size: 8 << 20)
        for cpus in [all, [all[0]], all + all + [all[0]]] { _ = try check(loop, bench, on: cpus) }
        #expect(throws: Failure.self, "less than one expert") {
            try self.bench(size: 128 << 10).run(loop, on: [all[0]])
        }
    }

    /// More blocks than are packed anew, and more than a thread keeps the results of.
    @Test(arguments: [1, 5, 32])
    func matricesAreMultipliedByAnyBatch(batch: Int) throws {
        for type in MatrixLoop.types {
            let usable = Set(InstructionSet.supported).subtracting([.amx])
            guard let kernel = MatrixKernel.best(type, within: usable) else { continue }
            let loop = MatrixLoop(kernel, batch: batch)
            let bench = bench(size: 11 * loop.unitBytes)
            for cpus in [[all[0]], [all[0], all[0]]] {
                let rate = try check(loop, bench, on: cpus)
                #expect(rate > 1e-4 && rate < 1e5, "\(loop.name)")
            }
            #expect(abs(loop.operationsPerByte - 2 * Double(batch) / loop.bytesPerElement) < 1e-9)
        }
    }

    @Test(arguments: ["F16", "Q8_0"])
    func headsOfAllLayersAreAttendedTo(format: String) throws {
        let kernel = try #require(AttentionKernel.best(format: format, within: Set(InstructionSet.supported)))
        let loop = AttentionLoop(kernel, context: 100)
        let bench = bench(size: 2 * loop.unitBytes + (1 << 16))
        for cpus in [[all[0]], [Int](repeating: all[0], count: 3), [Int](repeating: all[0], count: 16)] {
            #expect(try check(loop, bench, on: cpus) > 1e-4)
        }
        #expect(loop.unitBytes == 8 * 2 * 100 * (format == "F16" ? 256 : 136))
        let tooMany = [Int](repeating: all[0], count: 10_000)
        #expect(throws: Failure.self, "fewer heads than threads") { try bench.run(loop, on: tooMany) }
    }

    private func loop(_ operation: InferenceOperation) throws -> any InferenceLoop {
        let sets = InstructionSet.supported
        let dot = try #require(DotKernel.best(format: "Q4_K", within: sets))
        let matrix = try #require(MatrixKernel.best(.int8, within: Set(sets).subtracting([.amx])))
        let attention = try #require(AttentionKernel.best(format: "F16", within: Set(sets)))
        let paths = PathKernel.all.filter { $0.format == "Q4_K" && $0.instructionSet.isSupported }
        let vector = paths.last { !$0.takesTokens }
        let product = paths.last(where: \.takesTokens)
        return switch operation {
        // Where no loop is written for an architecture, its best stands for it.
        case .engineGeneration: vector.map { PathLoop($0) } ?? VectorLoop(dot)
        case .enginePrompt: product.map { PathLoop($0, batch: 4) } ?? MatrixLoop(matrix, batch: 3)
        case .matrixVector: VectorLoop(dot)
        case .matrixMatrix: MatrixLoop(matrix, batch: 3)
        case .attention: AttentionLoop(attention, context: 64)
        case .expertGather: ExpertLoop(dot)
        }
    }

    @Test(arguments: InferenceOperation.allCases)
    func anErrorInMemoryIsNoticed(operation: InferenceOperation) throws {
        let loop = try loop(operation)
        let bench = bench(size: 2 << 20)
        let cpus = [all[0]]
        let run = try bench.run(loop, on: cpus)
        let team = try ThreadTeam(cpus: cpus)
        run.prepare(on: team)
        let memory = try #require(run.memory)
        // Everywhere, since a check looks at some rows only.
        for share in memory.shares(of: all) {
            for offset in stride(from: 0, to: share.units.count * share.unitBytes, by: 64) {
                share.starts[0].storeBytes(of: 0x35, toByteOffset: offset, as: UInt8.self)
            }
        }
        _ = run.sample(on: team)
        let failure = #expect(throws: Failure.self) { try run.check(on: team) }
        #expect(failure?.status == .internalError)
        #expect(failure?.description.contains(loop.title) == true)
    }

    /// Units of whatever size divide a node's array, and each belongs to one thread.
    @Test(arguments: [64, 1000, 65_536])
    func unitsOfAnySizeCoverTheArray(unitBytes: Int) throws {
        let homes = ThreadHomes(machine, cpus: [all[0]], memory: machine.usableMemoryNodes)
        let memory = try WorkloadMemory(
            .pool(wishedOfThread: 0), machine: machine, homes: homes, cpus: [all[0]],
            size: ArraySize(asked: ByteCount(1 << 20))
        ) { _ in }
        let shares = memory.shares(of: [Int](repeating: all[0], count: 3), unitBytes: unitBytes)
        #expect(shares.map(\.units.lowerBound) == [0] + shares.dropLast().map(\.units.upperBound))
        #expect(shares.last?.units.upperBound == (1 << 20) / unitBytes)
        #expect(shares.allSatisfy { $0.unitsOnNode == (1 << 20) / unitBytes && $0.sharers == 3 })
        #expect(shares.map(\.sharer) == [0, 1, 2])
        #expect(shares[1].starts[0] - shares[0].starts[0] == shares[1].units.lowerBound * unitBytes)
    }
}
