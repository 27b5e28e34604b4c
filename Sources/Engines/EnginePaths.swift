import Catalog

/// The paths that a build takes through a model's matrices, by what is known of its release.
package struct EnginePaths: Sendable {
    private let engine: Engine
    private let features: Set<String>

    /// - Parameters:
    ///   - number: of the build; nil or 0 where it does not tell, which is taken for the newest.
    ///   - features: of the build and the CPU.
    /// - Throws: where the catalogue's data file is wrong, which the tests rule out.
    package init?(number: Int?, features: Set<String>) throws {
        let engines = try Engine.builtIn()
        guard let engine = engines.first(where: { $0.covers(release: number) }) ?? engines.first else { return nil }
        self.engine = engine
        self.features = features
    }

    /// Its shape; nil where none is known.
    package func shape(_ type: TensorType, _ operation: Engine.Operation) -> LoopShape? {
        guard let path = engine.path(type.name, operation, features: features), let step = path.step,
            let width = path.width
        else { return nil }
        // A build without tinyBLAS goes through rows as for one token.
        if path.path == "blas", !features.contains("llamafile"), features.contains(Self.tellsAll) {
            return shape(type, .generation)
        }
        return LoopShape(path: path.path, step: step, width: width)
    }

    /// A mark in features that were asked of the build's own library, which would tell of tinyBLAS too.
    package static let tellsAll = "told"

    /// The mixes, those first that show a path which no mix before them does, each group in the order given.
    package func ordered(_ mixes: [FileMix]) -> [FileMix] {
        var seen: Set<[LoopShape?]> = []
        let first = mixes.filter { seen.insert(shapes($0)).inserted }
        return first + mixes.filter { !first.contains($0) }
    }

    private func shapes(_ mix: FileMix) -> [LoopShape?] {
        [shape(mix.usualType, .generation), shape(mix.usualType, .prompt) ?? shape(mix.usualType, .generation)]
    }

    /// How many of the mixes show a path of their own.
    package func count(_ mixes: [FileMix]) -> Int { Set(mixes.map(shapes)).count }
}

extension EnginePaths {
    /// Where its paths are other than expected: a sentence for each pair of paths; empty where all are the same.
    package func differences(from expected: EnginePaths, _ types: [TensorType]) -> [String] {
        let operations: [(Engine.Operation, String)] = [(.generation, "generation"), (.prompt, "prompts")]
        return operations.flatMap { operation, name -> [String] in
            let pairs = types.compactMap { type -> (type: TensorType, own: String, other: String)? in
                let own = shape(type, operation) ?? shape(type, .generation)
                let other = expected.shape(type, operation) ?? expected.shape(type, .generation)
                guard let own, let other, own != other else { return nil }
                return (type, own.text, other.text)
            }
            let groups = Dictionary(grouping: pairs) { "\($0.own)|\($0.other)" }.values.sorted {
                $0[0].type.name < $1[0].type.name
            }
            return groups.map { group in
                "\(name) in \(group.map(\.type.name).joined(separator: ", ")): \(group[0].own), where "
                    + "\(group[0].other) was expected"
            }
        }
    }
}

extension Engine {
    /// Whether its paths are those of a release: "b9093–b11192", or "b11200–" and later.
    package func covers(release number: Int?) -> Bool {
        let ends = releases.split(separator: "–", omittingEmptySubsequences: false).map {
            Int($0.drop { !$0.isNumber }.prefix { $0.isNumber })
        }
        guard let number, number > 0 else { return ends.count > 1 && ends[1] == nil }
        return ends.first.flatMap(\.self).map { number >= $0 } ?? false
            && (ends.count < 2 ? number == ends[0] : ends[1].map { number <= $0 } ?? true)
    }
}
