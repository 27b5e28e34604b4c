import Catalog
import Engines
import Kernels
import ModelFiles
import Records
import Tables

/// What the paths of a build are, and what a build for this CPU would take.
struct Expected {
    /// Of the build; nil where nothing is known of any.
    let paths: EnginePaths?
    private let build: EngineBuild

    init(_ build: EngineBuild) {
        self.build = build
        paths = Self.paths(nil, build)
    }

    private static func paths(_ number: Int?, _ build: EngineBuild) -> EnginePaths? {
        try? EnginePaths(
            number: number, features: build.features.map { $0.union([EnginePaths.tellsAll]) } ?? ofCPU)
    }

    /// What predictions without a measured engine expect: a build for all that this CPU has, without matrix units.
    private static var ofCPU: Set<String> {
        InstructionSet.allCases.filter(\.isSupported).reduce(into: Set<String>()) { $0.formUnion($1.features) }
            .subtracting(["amx_int8", "amx_bf16"])
    }

    /// Formats whose paths are compared.
    private static let types: [TensorType] = [
        .f16, .bf16, .q4_0, .q4_1, .q5_0, .q5_1, .q8_0, .q2_k, .q3_k, .q4_k, .q5_k, .q6_k, .iq4_nl, .iq4_xs,
    ]

    /// For the record.
    /// - Parameter row: the first that it printed.
    func record(_ build: EngineBuild, _ row: LlamaBenchRow, id: String) -> EngineDetails.Build {
        var record = EngineDetails.Build(id: id, engine: row.engine.rawValue, foundBy: build.program.foundBy)
        record.number = row.buildNumber.flatMap { $0 > 0 ? $0 : nil }
        record.commit = row.buildCommit.flatMap { $0 == "unknown" ? nil : $0.printable }
        record.compiler = build.compiler
        record.library = build.library
        record.backends = row.backends?.printable
        record.features = build.features?.sorted()
        if let own = Self.paths(record.number, build),
            let expected = try? EnginePaths(number: nil, features: Self.ofCPU)
        {
            record.differences = own.differences(from: expected, Self.types)
        }
        if build.features == nil {
            record.differences.append("the build does not tell what it may use: its paths are taken as expected")
        }
        return record
    }
}
