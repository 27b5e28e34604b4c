import ArgumentParser
import Quantities
import Records

/// A length of time given on the command line.
package struct TimeLength: Hashable, Sendable {
    package let seconds: Double
    package init(seconds: Double) { self.seconds = seconds }
}

extension TimeLength: ExpressibleByArgument {
    /// Reads "30s", "2m", "1.5h", "500ms", or a bare number of seconds.
    package init?(argument: String) {
        let digits = argument.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let scales = ["": 1, "s": 1, "ms": 0.001, "m": 60, "min": 60, "h": 3600]
        guard let amount = Double(digits), let scale = scales[argument.dropFirst(digits.count).lowercased()] else {
            return nil
        }
        seconds = amount * scale
    }
}

extension TimeLength: CustomStringConvertible {
    package var description: String { "\(seconds.shortest(decimals: 3))s" }
}

/// Words separated by commas.
package struct CommaList: ExpressibleByArgument, Hashable, Sendable {
    package let names: [String]

    package init?(argument: String) {
        names = argument.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard names.allSatisfy({ !$0.isEmpty }) else { return nil }
    }
}

extension CommaList {
    /// The cases that the words name.
    /// - Throws: a usage error that lists the words there are.
    package func cases<Choice>(of type: Choice.Type, option: String) throws -> [Choice]
    where Choice: RawRepresentable & CaseIterable, Choice.RawValue == String {
        try names.map { name in
            if let choice = Choice(rawValue: name.lowercased()) { return choice }
            let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("\(option) \(name): there is no such name; there are \(known)")
        }
    }
}

extension IDSet: ExpressibleByArgument {
    package init?(argument: String) { self.init(parsing: argument) }
}

extension ByteCount: ExpressibleByArgument {
    package init?(argument: String) { self.init(parsing: argument) }
}
