import CCatalogData
import FoundationEssentials

/// An inference engine, and the ways that it takes through a model's matrices.
package struct Engine: Codable, Hashable, Sendable {
    /// "llama.cpp".
    package let name: String
    /// Of which releases this holds.
    package let releases: String
    package let source: String
    /// The first that matches is taken.
    package let paths: [Path]

    /// What an engine multiplies by.
    package enum Operation: String, Codable, Sendable {
        /// One token.
        case generation
        /// Several tokens.
        case prompt
        /// Several tokens by some experts of a mixture.
        case experts
        /// Keys and values.
        case attention
    }

    /// One way, and when it is taken.
    package struct Path: Codable, Hashable, Sendable {
        package let architecture: String
        package let operation: Operation
        package let formats: [String]
        /// Features that both the build and the CPU must have, and that none of both may have.
        package let needs: [String]
        package let lacks: [String]?
        /// What the matrix's rows and columns must be multiples of.
        package let rowsMultiple: Int?
        package let columnsMultiple: Int?
        package let tokensAtLeast: Int?
        /// "rows_of_8".
        package let path: String
        /// Bits of the vectors that multiply, and the instruction that does.
        package let width: Int?
        package let step: String?
        /// What the tokens' activations are quantized to.
        package let activations: String?
        /// The instruction set of the probe's own loop that stands for it; nil where there is none.
        package let loop: String?
        /// What a profiler shows.
        package let symbol: String?
        package let source: String?

        private enum CodingKeys: String, CodingKey {
            case architecture, operation, formats, needs, lacks
            case rowsMultiple = "rows_multiple"
            case columnsMultiple = "columns_multiple"
            case tokensAtLeast = "tokens_at_least"
            case path, width, step, activations, loop, symbol, source
        }
    }
}

extension Engine {
    /// The matrix that is asked about: that of a common model, unless said otherwise.
    package struct Matrix: Hashable, Sendable {
        package var rows = 4096
        package var columns = 4096
        package var tokens = 512

        package init(rows: Int = 4096, columns: Int = 4096, tokens: Int = 512) {
            self.rows = rows
            self.columns = columns
            self.tokens = tokens
        }
    }

    /// The way that a build with these features takes; nil where none is known.
    /// - Parameter features: of the build and the CPU both.
    package func path(
        _ format: String, _ operation: Operation, features: Set<String>, architecture: String = Self.architecture,
        matrix: Matrix = Matrix()
    ) -> Path? {
        paths.first { path in
            path.architecture == architecture && path.operation == operation && path.formats.contains(format)
                && features.isSuperset(of: path.needs) && features.isDisjoint(with: path.lacks ?? [])
                && matrix.rows % (path.rowsMultiple ?? 1) == 0 && matrix.columns % (path.columnsMultiple ?? 1) == 0
                && matrix.tokens >= (path.tokensAtLeast ?? 1)
        }
    }

    /// The engines that are known.
    /// - Throws: `DecodingError` where the data file is wrong, which the tests rule out.
    package static func builtIn() throws -> [Engine] {
        try JSONDecoder().decode(Engines.self, from: Data(ccd_engines())).engines
    }

    /// Of this program.
    package static var architecture: String {
        #if arch(arm64)
            "aarch64"
        #else
            "x86_64"
        #endif
    }

    private struct Engines: Codable {
        let engines: [Engine]
    }
}
