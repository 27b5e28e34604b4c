import ArgumentParser

/// A number of weights: "8B", "270M".
struct ParameterCount: ExpressibleByArgument {
    let count: Double

    init?(argument: String) {
        let digits = argument.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let scales = ["": 1, "k": 1e3, "m": 1e6, "b": 1e9, "t": 1e12]
        guard let amount = Double(digits), let scale = scales[argument.dropFirst(digits.count).lowercased()] else {
            return nil
        }
        count = amount * scale
    }
}
