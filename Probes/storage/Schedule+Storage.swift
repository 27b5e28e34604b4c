import Machine
import ProbeKit
import Records

extension Schedule {
    /// A storage run.
    init(_ plan: StoragePlan) {
        // What an old solid-state drive writes; a slower drive has a smaller file.
        let writing = Double(plan.sizing.size) / 500e6
        let setUp = min(writing, plan.seconds * StoragePlan.shareOfWriting)
        let least = 2 * plan.secondsOfSample
        self.init(
            seconds: plan.seconds, setUpSeconds: setUp,
            [
                .init(
                    "storage", cells: plan.blockSizes.count * plan.readers.count, weight: 1, secondsOfCell: 1.5,
                    leastSecondsOfCell: least),
                // The page cache's figures begin with a read of the whole file, which takes as long as storage takes.
                .init(
                    "cache", cells: plan.readers.count, weight: 2, secondsOfCell: 1.5, leastSecondsOfCell: least),
            ])
    }
}
