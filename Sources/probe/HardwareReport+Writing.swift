import ProbeKit
import Report
import SystemPackage

extension HardwareReport {
    /// Writes the Markdown to a file, after the figures it shows, which stand beside it.
    func write(to path: FilePath) throws {
        for figure in figures {
            try WholeFile.write(
                Array(figure.svg.utf8), to: path.removingLastComponent().appending("\(figure.name).svg"))
        }
        try WholeFile.write(Array(markdown.utf8), to: path)
    }
}
