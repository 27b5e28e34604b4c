import Quantities

/// What a machine costs, in any currency.
package struct Price: Hashable, Sendable {
    package let units: Double

    /// Nil of what is no price: nothing, less, or infinitely much.
    package init?(_ units: Double) {
        guard units.isFinite, units > 0 else { return nil }
        self.units = units
    }

    /// Tokens per second for each 1000 units of the currency.
    package func perThousand(_ rate: Estimate<TokenRate>) -> Estimate<Double> {
        rate.map { $0.value / units * 1000 }
    }
}
