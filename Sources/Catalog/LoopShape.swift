/// The shape of an engine's loop: how it goes through a matrix, what multiplies, and how wide its vectors are. What an
/// engine does over what the probe's loop of the same shape does is near 1 on every CPU.
package struct LoopShape: Hashable, Sendable {
    /// "rows_of_8".
    package let path: String
    /// "maddubs".
    package let step: String
    /// Bits.
    package let width: Int

    package init(path: String, step: String, width: Int) {
        self.path = path
        self.step = step
        self.width = width
    }

    /// For a sentence: "rows of 8, maddubs, 256 bits".
    package var text: String {
        "\(path.split(separator: "_").joined(separator: " ")), \(step.split(separator: "_").joined(separator: " ")), "
            + "\(width) bits"
    }

    /// "rows_of_8.maddubs.256".
    package var name: String { "\(path).\(step).\(width)" }
}

extension LoopShape {
    /// Loops for one token that engines have.
    static let ofGeneration =
        shapes(
            "row",
            ["plain": [128], "maddubs": [128, 256], "vnni": [256], "mul_add": [128, 256, 512], "fma": [256, 512]])
        + shapes("row", ["bf16": [512], "dot": [128]]) + shapes("rows_of_8", ["maddubs": [256], "vnni": [256]])

    /// Loops for several; where there is none for a format, those for one.
    static let ofPrompts =
        ofGeneration.filter { $0.path == "row" }
        + shapes(
            "blas",
            ["mul_add": [256], "fma": [256, 512], "bf16": [512], "maddubs": [128, 256], "vnni": [256]])
        + shapes("rows_of_8", ["maddubs": [256, 512], "vnni": [512]])
        + shapes("tiled", ["maddubs": [128, 256], "vnni": [512]])

    private static func shapes(_ path: String, _ steps: [String: [Int]]) -> [LoopShape] {
        steps.sorted { $0.key < $1.key }.flatMap { step, widths in
            widths.map { LoopShape(path: path, step: step, width: $0) }
        }
    }
}
