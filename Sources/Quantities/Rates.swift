/// Operations in a time; base unit operation per second (one fused multiply-add is two).
package struct ComputeRate: ScalarQuantity {
    package let value: Double
    package init(value: Double) { self.value = value }
    /// From 10⁹ operations per second.
    package init(gigaPerSecond: Double) { value = gigaPerSecond * 1e9 }
    /// In 10⁹ operations per second.
    package var gigaPerSecond: Double { value / 1e9 }
}

/// Events in a time; base unit hertz. Also holds memory transfer rates: 5.2 GT/s is 5.2 GHz.
package struct Frequency: ScalarQuantity {
    package let value: Double
    package init(value: Double) { self.value = value }
    /// From 10⁹ events per second.
    package init(gigahertz: Double) { value = gigahertz * 1e9 }
    /// In 10⁹ events per second.
    package var gigahertz: Double { value / 1e9 }
}

/// Tokens in a time; base unit token per second.
package struct TokenRate: ScalarQuantity {
    package let value: Double
    package init(value: Double) { self.value = value }
}
