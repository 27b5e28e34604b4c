#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

// libm by readable names, in one place. Its last bit may differ between machines; a picture shows tenths of pixels.

extension Double {
    /// The power with a broken exponent.
    func raised(to exponent: Double) -> Double { pow(self, exponent) }
    /// The logarithm to base 10.
    var log10: Double { self > 0 ? logarithm10(self) : .nan }
    /// The logarithm to base 2.
    var log2: Double { self > 0 ? logarithm2(self) : .nan }
}

private func logarithm10(_ value: Double) -> Double { log10(value) }
private func logarithm2(_ value: Double) -> Double { log2(value) }
