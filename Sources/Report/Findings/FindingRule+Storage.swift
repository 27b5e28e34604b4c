import Catalog
import Quantities
import Records
import Statistics
import TokenModel

extension FindingRule {
    /// Seconds that a first load may take.
    private static let patience = 30.0

    static let storage = FindingRule("loading from storage") { basis in
        let context = basis.context
        guard context.storage != nil else { return .impossible(why: context.reasonMissing("storage")) }
        guard let cell = context.storageCells.fastestFromStorage, let rate = cell.summary?.median, rate > 0 else {
            return .impossible(why: context.storageCells.first?.reason ?? "no read from storage was measured")
        }
        let usual = context.catalog.models.first { $0.name == SpeedReference.model }
        guard
            let size = basis.reference?.prediction.demand.fileSize
                ?? usual.flatMap({ model in context.catalog.format(SpeedReference.format).map(model.fileSize) })
        else { return .impossible(why: "the catalogue has no \(SpeedReference.model)") }
        let seconds = size / Bandwidth(gigabytesPerSecond: rate)
        guard seconds > patience else { return .clear }
        let name = basis.reference?.name ?? "\(SpeedReference.model) in \(SpeedReference.format)"
        let place = context.storage?.details.directory ?? "the folder"
        return .found([
            Finding(
                "Models load slowly",
                evidence: "\(place) is read at \(rate.significant(2)) GB/s (probe-storage), and \(name) has "
                    + "\(size.gigabytes.significant(3)) GB.",
                cost: .loading(seconds: seconds, model: name),
                action: "Keep models on a faster drive (NVMe), and what is in use in memory: a second load comes from "
                    + "the page cache. Measure another folder:",
                commands: ["probe storage --directory /path/to/models"])
        ])
    }
}
