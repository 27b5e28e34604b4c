import ArgumentParser
import Catalog
import Engines
import Machine
import ProbeKit
import Quantities
import Records
import SystemPackage

/// What an engine is asked to run, and with how many threads; decided before anything is written.
struct EnginePlan {
    /// The longest that all may take.
    let seconds: Double
    /// Threads that generation is measured with, ascending; the last are all.
    let threads: [Int]
    /// That have a CPU of those.
    let cores: Int
    /// CPUs that memory is read by, one of every core first.
    let cpus: [Int]
    let memoryNodes: [NUMANode]
    /// Nodes that have both CPUs and memory.
    let nodes: [Int]
    /// Bytes that each file should have, to be beyond the caches.
    let fileBytes: Int
    /// Bytes that all files together may have.
    let room: Int
    let folder: ModelFolder
    let fileSystem: FileSystem
    /// Formats that were asked for; nil for those that tell most.
    let formats: [FileMix]?
    let tunes: Bool
    let quick: Bool

    static let usualSeconds = 85.0
    static let quickSeconds = 18.0

    /// Those first that most people use.
    static let usualFormats: [FileMix] = [
        .q4_k_m, .q8_0, .f16, .q6_k, .q5_k_m, .q4_0, .bf16, .iq4_nl, .q3_k_m, .q5_0, .q4_1, .q2_k, .q5_1, .iq4_xs,
    ]

    init(
        machine: Machine, options: MeasurementOptions, counts: IDSet?, formats: [String]?, directory: String?,
        tunes: Bool, environment: Environment
    ) throws {
        quick = options.quick
        seconds = options.timeBudget?.seconds ?? (quick ? Self.quickSeconds : Self.usualSeconds)
        self.tunes = tunes && !quick
        let pairs = try NodePairs(machine, asked: options.nodes)
        memoryNodes = pairs.memoryNodes
        nodes = pairs.cpuNodes.map(\.id).filter { id in pairs.memoryNodes.contains { $0.id == id } }
        let allowed = pairs.cpuNodes.flatMap { machine.cpus(onNode: $0) }
        let usable = machine.order(.compact).filter(allowed.contains)
        cpus = usable
        cores = machine.topology.cores.count { core in usable.contains(where: core.pus.contains) }
        threads = try Self.threads(counts, options.threads, cores: cores, most: usable.count)
        folder = ModelFolder(named: directory, inMemoryFor: Self.enoughRoom)
        fileSystem = try Self.fileSystem(folder)
        let available = environment.availableMemory ?? 4 << 30
        room = min(fileSystem.freeBytes, available) / 10
        let caches = machine.lastLevelCache(of: cpus) ?? 32 << 20
        // Twice the caches, and so large that a token takes milliseconds.
        fileBytes = min(max(90 << 20, 2 * caches), room / 3)
        self.formats = try formats.map(Self.mixes)
        guard room >= Self.leastRoom else {
            throw Failure(
                .unavailable, cannot: "write models to run",
                because: "only \(ByteCount(fileSystem.freeBytes).rounded) are free in \(folder.path) and "
                    + "\(ByteCount(available).rounded) of memory, of each of which a tenth may be used",
                remedy: "Free space, or name another folder with --directory")
        }
    }

    /// For a dozen files of the usual size.
    private static let enoughRoom = 1200 << 20
    /// The smallest files that tell something.
    private static let leastRoom = 192 << 20

    private static func fileSystem(_ folder: ModelFolder) throws -> FileSystem {
        do {
            return try FileSystem(of: folder.path)
        } catch {
            throw Failure(
                error == .permissionDenied ? .noPermission : .cannotCreateOutput,
                cannot: "write models to \(folder.path)", because: error.explained,
                remedy: "Name a folder that exists with --directory")
        }
    }

    /// One, those asked for or one a core, and all.
    private static func threads(_ counts: IDSet?, _ most: Int?, cores: Int, most allowed: Int) throws -> [Int] {
        if let asked = (counts?.ids.last ?? 0) > (most ?? 0) ? counts?.ids.last : most, asked > allowed {
            throw Failure(
                .unavailable, cannot: "run \(asked) threads", because: "this process may use \(allowed) CPUs for them",
                remedy: "Ask for numbers from 1 to \(allowed)")
        }
        let all = most ?? allowed
        return Set([1, min(cores, all), all] + (counts?.ids ?? []).filter { $0 <= all }).sorted()
    }

    private static func mixes(_ names: [String]) throws -> [FileMix] {
        try names.map { name in
            guard let mix = FileMix.allCases.first(where: { $0.rawValue.lowercased() == name.lowercased() }) else {
                throw ValidationError(
                    "--formats \(name): there is no such mix; there are "
                        + FileMix.allCases.map(\.rawValue).joined(separator: ", "))
            }
            return mix
        }
    }
}

extension EnginePlan {
    /// All that is written at once, about.
    var bytes: Int { min(room, fileBytes * 12) }

    /// The share of the time for better settings.
    var tuningShare: Double { tunes ? 0.3 : 0 }

    /// Models in the order in which they are run: those first that tell most.
    func models(_ paths: EnginePaths?) -> [EngineModel] {
        let mixes = formats ?? paths?.ordered(Self.usualFormats) ?? Self.usualFormats
        let usual = mixes.map { EngineModel.filling(fileBytes, .usual, $0) }
        guard formats == nil else { return usual }
        let thin = EngineModel.filling(fileBytes, .thin, .q8_0)
        let mixture = EngineModel.filling(fileBytes, .mixture, .q4_k_m)
        return [thin] + usual.prefix(5) + [mixture] + usual.dropFirst(5)
    }
}

extension Schedule {
    /// Rates of models, then settings.
    init(_ plan: EnginePlan) {
        let models = plan.models(nil).count
        let rates = Outline.Part("rates", cells: models, weight: 1, secondsOfCell: 3)
        let settings = Outline.Part("settings", cells: plan.tunes ? 6 : 0, weight: 1, secondsOfCell: 4)
        self.init(seconds: plan.seconds, [rates, settings])
    }
}
