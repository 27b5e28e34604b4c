import Machine
import ProbeKit
import Quantities
import Records
import SystemPackage

/// What is read, where, and by how many readers; decided before anything is written.
struct StoragePlan {
    let folder: ModelFolder
    /// Nil where it could not be asked.
    let fileSystem: FileSystem?
    let sizing: FileSizing
    /// Bytes of one read, ascending.
    let blockSizes: [Int]
    /// Numbers of threads that read at once, ascending.
    let readers: [Int]
    /// CPUs to pin readers to, one of every core first.
    let cpus: [Int]
    /// Of those CPUs, in bytes; nil where it is not told.
    let caches: Int?
    /// Why nothing can be measured; nil where it can.
    let obstacle: Failure?
    /// The longest that all may take.
    let seconds: Double
    /// A model is read in long runs: what the drive does in a tenth of a second is what it does.
    let secondsOfSample: Double

    /// The share of the time that filling the file may take: a slow drive has a smaller file, and still its figures.
    static let shareOfWriting = 0.4

    init(
        machine: Machine, directory: String?, wished: Int, blockSizes: [Int], options: MeasurementOptions,
        environment: Environment
    ) throws {
        folder = ModelFolder(named: directory)
        seconds = options.timeBudget?.seconds ?? (options.quick ? 4 : 15)
        // Eight figures of two samples at least; blocks of 8 MiB take some milliseconds each.
        secondsOfSample = max(0.005, min(options.quick ? 0.05 : 0.1, seconds / 30))
        self.blockSizes = blockSizes.sorted()
        readers = options.threads.map { [$0] } ?? [1, 4]
        let cpus = machine.topology.nodes.flatMap { machine.cpus(onNode: $0) }
        self.cpus = cpus.isEmpty ? machine.topology.usable.pus.ids : cpus
        caches = machine.lastLevelCache(of: self.cpus)
        do {
            let fileSystem = try FileSystem(of: folder.path)
            self.fileSystem = fileSystem
            let memory = fileSystem.isMemory ? environment.availableMemory ?? .max : .max
            sizing = FileSizing(wished: wished, free: min(fileSystem.freeBytes, memory))
            obstacle = Self.tooSmall(sizing, fileSystem, folder, wished: wished)
        } catch {
            fileSystem = nil
            sizing = FileSizing(wished: 0, free: 0)
            obstacle = Failure(
                error == .permissionDenied ? .noPermission : .cannotCreateOutput,
                cannot: "measure the storage of \(folder.path)", because: error.explained,
                remedy: "Name a folder that exists with --directory")
        }
    }

    private static func tooSmall(
        _ sizing: FileSizing, _ fileSystem: FileSystem, _ folder: ModelFolder, wished: Int
    ) -> Failure? {
        guard sizing.size < min(wished, FileSizing.least) else { return nil }
        return Failure(
            .unavailable, cannot: "measure the storage of \(folder.path)",
            because: "only \(ByteCount(fileSystem.freeBytes)) are free, and the temporary file may be "
                + "\(ByteCount(sizing.size)): a tenth of that at most, and 1 GiB stays free",
            remedy: "Free space, or name another folder with --directory")
    }

    /// The CPU of each of so many readers; they share CPUs where there are not enough.
    func cpus(readers: Int) -> [Int] { (0..<readers).map { cpus[$0 % cpus.count] } }

    /// The block size of reads from the page cache: 1 MiB where it is among them, else the largest.
    var cacheBlockSize: Int { blockSizes.contains(1 << 20) ? 1 << 20 : blockSizes.last ?? 1 << 20 }
}
