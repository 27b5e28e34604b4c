import ArgumentParser
import ProbeKit
import Records
import TokenModel

/// With how many threads, and where threads and memory are.
struct PlacementOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Threads; one on each core where not given.", valueName: "count"))
    var threads: Int?

    @Option(
        help: ArgumentHelp(
            "recommended, all, whole, node0, interleaved, split; or several.", valueName: "names"))
    var placement: CommaList?

    func validate() throws {
        if let threads, !(1...1 << 16).contains(threads) {
            throw ValidationError("--threads \(threads): 1 to 65536 threads generate")
        }
        for name in placement?.names ?? [] where Self.parse(name) == nil {
            throw ValidationError(
                "--placement \(name): there is no such placement; there are recommended, all, whole, node0 and other "
                    + "nodes by their number, interleaved, split")
        }
    }

    private enum Choice: Equatable {
        case recommended
        case all
        case one(Placement)
    }

    private static func parse(_ name: String) -> Choice? {
        switch name.lowercased() {
        case "recommended": return .recommended
        case "all": return .all
        case "whole": return .one(.whole)
        case "interleaved": return .one(.interleaved)
        case "split": return .one(.split)
        case let text where text.hasPrefix("node"):
            let number = text.dropFirst(4).drop { $0 == " " || $0 == "-" }
            return Int(number).flatMap { $0 >= 0 ? .one(.node($0)) : nil }
        default: return nil
        }
    }

    /// Those that are asked for of those that were measured.
    /// - Parameters:
    ///   - measured: the recommended first.
    ///   - usual: where none is named.
    /// - Throws: `Failure` with 64 where one was not measured.
    func chosen(of measured: [PlacementRates], usual: Usual) throws -> [PlacementRates] {
        let names = placement?.names ?? [usual.rawValue]
        return try names.flatMap { name -> [PlacementRates] in
            switch Self.parse(name) {
            case .recommended: return Array(measured.prefix(1))
            case .one(let placement):
                // A machine of one node is that node, and any other placement is the same.
                if let rates = measured.first(where: { $0.placement == placement }) { return [rates] }
                throw Failure(
                    .usage, cannot: "predict for --placement \(name)", because: "this result has no such placement",
                    remedy: "It has: \(measured.map(\.placement.name).joined(separator: ", "))")
            case .all, nil: return measured
            }
        }
    }

    /// What is told where nothing is asked for.
    enum Usual: String {
        case recommended
        case all
    }
}
