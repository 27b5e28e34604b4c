/// A physical quantity held as one number in its base unit.
package protocol ScalarQuantity: Comparable, Hashable, Sendable {
    /// The number in the base unit that the conforming type names.
    var value: Double { get }
    /// Wraps a number in the base unit.
    init(value: Double)
}

extension ScalarQuantity {
    package static func < (left: Self, right: Self) -> Bool { left.value < right.value }
    package static func + (left: Self, right: Self) -> Self { Self(value: left.value + right.value) }
    package static func - (left: Self, right: Self) -> Self { Self(value: left.value - right.value) }
    package static func * (left: Self, factor: Double) -> Self { Self(value: left.value * factor) }
    package static func / (left: Self, divisor: Double) -> Self { Self(value: left.value / divisor) }
    /// The ratio of two quantities of one kind.
    package static func / (left: Self, right: Self) -> Double { left.value / right.value }
}
