/// Bytes moved in a time; base unit byte per second.
package struct Bandwidth: ScalarQuantity {
    package let value: Double
    package init(value: Double) { self.value = value }
    /// From 10⁹ bytes per second.
    package init(gigabytesPerSecond: Double) { value = gigabytesPerSecond * 1e9 }
    /// In 10⁹ bytes per second.
    package var gigabytesPerSecond: Double { value / 1e9 }
}

extension Bandwidth: CustomStringConvertible {
    /// For reading: "57.6 GB/s".
    package var description: String { "\(gigabytesPerSecond.significant(3)) GB/s" }
}
