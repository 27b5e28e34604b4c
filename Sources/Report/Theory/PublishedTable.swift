import Catalog
import Quantities
import Tables
import TokenModel

extension [PublishedShare] {
    /// What was published of a CPU, beside its theory.
    package var table: Table {
        Table(
            [
                .init("Published run"), .init("Tokens/s", .right), .init("Streams, GB/s", .right),
                .init("Theory, GB/s", .right), .init("Of theory", .right), .init("Measured GB/s, of theory"),
                .init("Source"),
            ],
            rows: map(\.cells))
    }
}

extension PublishedShare {
    fileprivate var cells: [String] {
        let measured = run.measuredGBs.map { measured in
            measured.significant(4) + (measuredShare.map { ", \(($0 * 100).fixed(0)) %" } ?? "")
        }
        return [
            run.file + (run.placement.map { ", \($0)" } ?? ""), run.generationRate.significant(3),
            stream.gigabytesPerSecond.fixed(2),
            theory.map { "\($0.gigabytesPerSecond.fixed(1))" + (isTheoryExact ? "" : " or more") } ?? "not known",
            streamShare.map { "\(($0 * 100).fixed(0)) %" } ?? "–", measured ?? "–", run.source,
        ]
    }
}
