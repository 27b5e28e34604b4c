import Catalog
import Quantities
import TokenModel

/// A machine or a class of machines among others.
struct StandingRow {
    let name: String
    /// In GB/s; nil where not known.
    let theory: Double?
    /// What is read, or streamed as it generates, in GB/s.
    let bandwidth: String
    /// Of the reference model; nil where it cannot be told.
    let speed: Estimate<Double>?
    let speedText: String
    let source: String
    let isOwn: Bool

    /// What rows are sorted by.
    var key: Double { speed?.median ?? 0 }
}

extension StandingRow {
    /// A machine whose speed was published; of another model the speed is reckoned from what it streamed.
    init?(_ shares: [PublishedShare], bytesPerToken: ByteCount) {
        let own = shares.first { $0.run.model == SpeedReference.model && $0.run.format == SpeedReference.format }
        // Where unpacking binds, formats stream at different rates, and small files at lower ones.
        let size = Double(bytesPerToken.bytes)
        let nearest = [SpeedReference.format, "Q4_0"].lazy.compactMap { format in
            shares.filter { $0.run.format == format && $0.run.fileSize.bytes > 0 }.min {
                Self.distance($0.run.fileSize, size) < Self.distance($1.run.fileSize, size)
            }
        }.first
        guard let share = own ?? nearest ?? shares.first, bytesPerToken.bytes > 0 else { return nil }
        let run = share.run
        let rate = own?.run.generationRate ?? share.stream.value / Double(bytesPerToken.bytes)
        let remark = own == nil ? ", from \(run.generationRate.significant(3)) with \(run.file)" : ""
        self.init(
            name: run.place, theory: share.theory?.gigabytesPerSecond,
            bandwidth: "\(share.stream.gigabytesPerSecond.significant(3)) streamed",
            speed: Estimate(median: rate, low: rate, high: rate),
            speedText: (own == nil ? "about " : "") + rate.significant(3),
            source: "published: \(run.source)\(remark)", isOwn: false)
    }

    /// How many times as large or as small a file is.
    private static func distance(_ file: ByteCount, _ size: Double) -> Double {
        let ratio = Double(file.bytes) / size
        return max(ratio, 1 / ratio)
    }

    /// Classes that the source document has alike.
    init?(_ classes: [PlatformClass], _ shares: [PublishedShare], bytesPerToken: ByteCount) {
        guard let first = classes.first, bytesPerToken.bytes > 0 else { return nil }
        let reached = ReachedShare(of: first.category, among: shares)
        let socket = first.theoreticalGBs / Double(max(1, first.sockets))
        let speed = reached.map { reached in
            reached.stream.map { $0 * socket * 1e9 / Double(bytesPerToken.bytes) }
        }
        let names = classes.map(\.series).joined(separator: ", ")
        self.init(
            name: "class \(names)" + (first.sockets > 1 ? ", \(first.sockets) sockets" : ""),
            theory: first.theoreticalGBs, bandwidth: "–", speed: speed,
            speedText: speed.map { "\($0.low.significant(2)) – \($0.high.significant(2))" } ?? "–",
            source: "class: \(first.source)", isOwn: false)
    }
}
