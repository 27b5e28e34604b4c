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
            let share = theory.map { ", \((measured / $0.gigabytesPerSecond * 100).fixed(0)) %" } ?? ""
            return measured.significant(4) + share
        }
        return [
            run.file + (run.placement.map { ", \($0)" } ?? ""), run.generationRate.significant(3),
            fileStream.gigabytesPerSecond.fixed(2), theory?.gigabytesPerSecond.fixed(1) ?? "not known",
            fileShare.map { "\(($0 * 100).fixed(0)) %" } ?? "–", measured ?? "–", run.source,
        ]
    }
}
