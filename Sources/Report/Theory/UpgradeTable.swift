import Quantities
import Tables
import TokenModel

extension [Upgrade] {
    /// What changes what; the useful first.
    package var table: Table {
        Table(
            [.init("Change"), .init("Theoretical GB/s", .right), .init("Gain", .right), .init("What binds then")],
            rows: map { upgrade in
                let gain = (upgrade.factor - 1) * 100
                return [
                    upgrade.change, upgrade.bandwidth.gigabytesPerSecond.fixed(1),
                    gain < 0.05 ? "nothing" : "+\(gain.significant(2)) %", upgrade.binding.rawValue,
                ]
            })
    }
}
