import ArgumentParser
import Catalog
import Quantities
import TokenModel

/// Cores as one writes them down: "8x3.4" or "8x 3.4GHz x16", with FP32 operations of one core per cycle.
struct CoreSpecification: ExpressibleByArgument {
    let count: Int
    /// Nil where only the number of cores matters.
    let gigahertz: Double?
    let operationsPerCycle: Double?

    static let grammar = "COUNT, COUNTxGHZ or COUNTxGHZxFLOP-per-cycle, such as 8x3.4x16"

    init?(argument: String) {
        let words = argument.lowercased().replacing("ghz", with: "").replacing("×", with: "x").filter { $0 != " " }
            .split(separator: "x", omittingEmptySubsequences: false)
        guard (1...3).contains(words.count), let count = Int(words[0]), (1...1_000_000).contains(count) else {
            return nil
        }
        let numbers = words.dropFirst().map { Double($0) }
        guard numbers.allSatisfy({ $0.map { $0 > 0 && $0 < 1e6 } ?? false }) else { return nil }
        self.count = count
        gigahertz = numbers.first ?? nil
        operationsPerCycle = numbers.count > 1 ? numbers[1] : nil
    }

    /// As facts that the user gave.
    /// - Parameter core: what the catalogue knows of such cores, for figures that were not given.
    func facts(_ core: MachineFacts.CoreFacts?) -> MachineFacts.CoreFacts {
        let given = operationsPerCycle.map { ["fp32": Sourced($0, .given, "--cores")] }
        return MachineFacts.CoreFacts(
            count: count, name: given == nil ? core?.name : nil,
            clock: gigahertz.map { Sourced($0, .given, "--cores") } ?? core?.clock,
            operations: given ?? core?.operations ?? [:])
    }
}
