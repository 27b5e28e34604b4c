import ArgumentParser
import Quantities

/// A size in which a number without a unit means gigabytes, as one writes of graphics cards.
struct CardMemory: ExpressibleByArgument {
    let size: ByteCount

    init?(argument: String) {
        let isBare = Double(argument) != nil
        guard let size = ByteCount(parsing: isBare ? argument + "GB" : argument) else { return nil }
        self.size = size
    }
}

/// A bandwidth in GB/s, with or without the unit.
struct CardBandwidth: ExpressibleByArgument {
    let bandwidth: Bandwidth

    init?(argument: String) {
        let digits = argument.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let scales = ["": 1.0, "gb/s": 1, "tb/s": 1000]
        guard let amount = Double(digits), let scale = scales[argument.dropFirst(digits.count).lowercased()] else {
            return nil
        }
        bandwidth = Bandwidth(gigabytesPerSecond: amount * scale)
    }
}
