import Machine
import ProbeKit
import Records

extension SampledFigure {
    /// The rate at which some readers read a file.
    /// - Parameters:
    ///   - seconds: about how long a sample takes.
    ///   - cpus: one for each reader.
    convenience init(
        _ file: TemporaryFile, size: Int, seconds: Double, cpus: [Int], cell: StorageCell.Method, blockSize: Int,
        labels: [String: String]
    ) {
        guard size / cpus.count / blockSize > 0 else {
            self.init(
                StorageCell.quantity, unit: "GB/s", labels: [labels],
                notMeasured: "the temporary file is too small for so many readers of such blocks; raise --size")
            return
        }
        self.init(StorageCell.quantity, unit: "GB/s", labels: [labels]) {
            let readers = try FileReaders(file, size: size, blockSize: blockSize, cpus: cpus)
            let meter = try readers.noise()
            try Self.prepare(file, size: size, cell)
            // The first repetition is dropped, and tells how many blocks take the time of a sample.
            var blocks = 1
            // What was dropped once is in the page cache when it is read a second time in the same sample.
            let most = cell == .dropped ? readers.blocksOfPart : 1 << 20
            // More readers than CPUs wait for each other, and not for other work.
            let areCrowded = Set(cpus).count < cpus.count
            return Sampling(
                watch: TurnWatch(
                    noise: {
                        var reading = meter.reading()
                        if areCrowded { reading.waitSeconds = 0 }
                        return reading
                    }, takenAway: meter.takenAway),
                sample: {
                    if cell == .dropped { file.dropCache() }
                    let bytes = readers.bytes(blocks: blocks)
                    let took = max(1e-9, readers.read(blocks: blocks))
                    blocks = max(1, min(most, Int(Double(blocks) * seconds / took)))
                    return Sampler.Repetition(value: Double(bytes) / took / 1e9, seconds: took)
                },
                check: { try readers.check() })
        }
    }

    private static func prepare(_ file: TemporaryFile, size: Int, _ method: StorageCell.Method) throws {
        do {
            try file.use(method == .direct ? .direct : .buffered)
        } catch {
            throw unavailable("the file system no longer allows it: \(error.explained)")
        }
        guard method == .cache else { return }
        file.fetch(size)
        guard file.residentBytes(of: size).map({ $0 >= size - size / 100 }) ?? false else {
            throw unavailable("the file does not stay in the page cache: too little memory is free")
        }
    }

    private static func unavailable(_ reason: String) -> Failure {
        Failure(.unavailable, cannot: "read the temporary file", because: reason, remedy: "Free memory")
    }
}
