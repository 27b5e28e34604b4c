import ProbeKit
import Tables

/// Reads a child's standard error: passes progress on, and keeps the last lines of the rest.
struct LastWords {
    private let onProgress: @Sendable (ProgressReport) -> Void
    private var line: [UInt8] = []
    private var lines: [String] = []

    /// A line is cut here: a child may write without end.
    private static let longest = 500

    init(onProgress: @escaping @Sendable (ProgressReport) -> Void) { self.onProgress = onProgress }

    /// The last five lines that are no progress, as one.
    var text: String {
        var copy = self
        copy.endLine()
        return copy.lines.joined(separator: " ")
    }

    mutating func read(_ bytes: UnsafeRawBufferPointer) {
        for byte in bytes {
            if byte == UInt8(ascii: "\n") {
                endLine()
            } else if line.count < Self.longest {
                line.append(byte)
            }
        }
    }

    private mutating func endLine() {
        let text = String(decoding: line, as: UTF8.self)
        line = []
        if let report = ProgressReport(machineLine: text) {
            onProgress(report)
        } else if !text.allSatisfy(\.isWhitespace) {
            lines = (lines + [text.printable]).suffix(5)
        }
    }
}
