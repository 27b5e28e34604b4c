import Machine
import ProbeKit
import Quantities
import Records
import Statistics

/// Fills a temporary file, then reads it from storage and from the page cache, within the time there is.
struct Campaign {
    let plan: StoragePlan
    let options: MeasurementOptions
    private(set) var details: StorageDetails
    private var parts: Parts
    private let progress: Progress
    private let signals: SignalWatch
    private let schedule: Schedule
    private var seconds: Double { schedule.seconds }
    private var found: [Caveat.Kind] = []

    init(plan: StoragePlan, options: MeasurementOptions, progress: Progress, signals: SignalWatch) {
        self.plan = plan
        self.options = options
        self.progress = progress
        self.signals = signals
        schedule = Schedule(plan)
        details = StorageDetails(
            directory: plan.folder.shown, chosenBy: plan.folder.chosenBy, fileSystem: plan.fileSystem?.name,
            freeBytes: plan.fileSystem?.freeBytes, seed: options.seed)
        details.plan = schedule.outline.planned
        parts = Parts(schedule, progress: progress, signals: signals)
    }

    /// What limits the figures.
    var caveats: [Caveat.Kind] { found }

    /// Measures everything that was asked for.
    /// - Returns: one measurement for each number of readers and block size, of storage and of the page cache.
    mutating func measure() throws -> [Measurement] {
        if let obstacle = plan.obstacle { return try refused(obstacle) }
        guard let fileSystem = plan.fileSystem else { return [] }
        let began = ContinuousClock.now
        do {
            let file = try TemporaryFile(
                in: plan.folder.path, contents: FileContents(seed: UInt64(options.seed)))
            try fill(file)
            parts = Parts(schedule, from: began, progress: progress, signals: signals)
            return try read(file, fileSystem)
        } catch let failure as Failure where failure.status != .internalError {
            return try refused(failure)
        }
    }

    /// A folder that the user named must be measured; one that was only likely may have its reason in the record.
    private func refused(_ failure: Failure) throws -> [Measurement] {
        guard plan.folder.chosenBy != "--directory", signals.received == nil else { throw failure }
        return labels(.direct).map {
            Measurement(StorageCell.quantity, unit: "GB/s", labels: $0, notMeasured: "\(failure)")
        }
    }

    private mutating func fill(_ file: TemporaryFile) throws {
        try parts.announce(threads: plan.readers.max())
        let wished = ByteCount(plan.sizing.size)
        progress.show(
            ProgressReport(fraction: 0, secondsLeft: seconds, activity: "writing a temporary file of \(wished)"))
        let deadline = ContinuousClock.now + .seconds(seconds * StoragePlan.shareOfWriting)
        let signals = signals
        details.fileBytes = try file.write(plan.sizing.size) {
            signals.received == nil && ContinuousClock.now < deadline
        }
        details.limitedBy = plan.sizing.limit
        if details.fileBytes < plan.sizing.size { details.limitedBy = "the time for writing it" }
        details.device = file.device
        if let limit = plan.sizing.limit { found.append(.storageFileLimited(used: details.fileBytes, limit: limit)) }
        guard signals.received == nil else { throw ended }
    }

    /// What a run that a signal ended before its first figure fails with.
    private var ended: Failure {
        parts.failure(.unavailable, cannot: "measure storage", because: StopReason.signal.reasonForNothing)
    }

    private mutating func read(_ file: TemporaryFile, _ fileSystem: FileSystem) throws -> [Measurement] {
        let size = details.fileBytes
        let path = try ReadPath(file, size: size, fileSystem: fileSystem, cpu: plan.cpus[0])
        if fileSystem.isMemory { found.append(.storageIsMemory(fileSystem: fileSystem.name)) }
        if fileSystem.cachesElsewhere { found.append(.storageCachedElsewhere(fileSystem: fileSystem.name)) }
        var measurements: [Measurement] = []
        if let method = path.method {
            details.proof = path.reason
            measurements += try run("storage", file, method)
        } else {
            measurements += labels(.direct).map {
                Measurement(StorageCell.quantity, unit: "GB/s", labels: $0, notMeasured: path.reason)
            }
        }
        measurements += try run("cache", file, .cache)
        if let caches = plan.caches, size < 4 * caches {
            found.append(.storageFileInCaches(used: size, caches: caches))
        }
        parts.end()
        found += Caveat.noise(in: measurements) { Self.name($0.labels) }.compactMap(\.kind)
        guard measurements.contains(where: { $0.summary != nil }) else {
            throw parts.failure(
                .unavailable, cannot: "measure storage",
                because: measurements.compactMap(\.notMeasured).first ?? "nothing was asked for")
        }
        return measurements
    }

    private mutating func run(
        _ part: String, _ file: TemporaryFile, _ method: StorageCell.Method
    ) throws -> [Measurement] {
        var figures = cells(method).map { block, readers in
            SampledFigure(
                file, size: details.fileBytes, seconds: plan.secondsOfSample, cpus: plan.cpus(readers: readers),
                cell: method,
                blockSize: block, labels: label(method, block, readers))
        }
        let sampler = Sampler(quick: options.quick)
        try parts.run(part, &figures, isDone: \.isDone, activity: { Self.name($0.labels[0]) }) {
            try $0.takeTurn(sampler, until: $1)
        }
        return figures.flatMap { $0.measurements(ending: parts.ending) }
    }
}

extension Campaign {
    /// Block sizes and numbers of readers.
    private func cells(_ method: StorageCell.Method) -> [(block: Int, readers: Int)] {
        let blocks = method == .cache ? [plan.cacheBlockSize] : plan.blockSizes
        return blocks.flatMap { block in plan.readers.map { (block, $0) } }
    }

    private func labels(_ method: StorageCell.Method) -> [[String: String]] {
        cells(method).map { label(method, $0.block, $0.readers) }
    }

    private func label(_ method: StorageCell.Method, _ block: Int, _ readers: Int) -> [String: String] {
        [
            "method": method.rawValue, "block_bytes": "\(block)", "readers": "\(readers)",
            "file_system": plan.fileSystem?.name ?? "unknown",
        ]
    }

    /// A figure's name for a sentence: "1 MiB blocks from the page cache, 4 readers".
    static func name(_ labels: [String: String]) -> String {
        let block = ByteCount(labels["block_bytes"].flatMap { Int($0) } ?? 0)
        let source = labels["method"] == StorageCell.Method.cache.rawValue ? "the page cache" : "storage"
        let readers = labels["readers"] ?? ""
        return "\(block) blocks from \(source), \(readers) reader\(readers == "1" ? "" : "s")"
    }
}
