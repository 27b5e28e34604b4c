import ProbeKit
import Report
import SystemPackage

extension HardwareReport {
    /// Writes the report to a file; the figures that Markdown shows are written before it, beside it.
    func write(_ format: ReportFormat, to path: FilePath) throws {
        switch format {
        case .html: try WholeFile.write(Array(html.utf8), to: path)
        case .markdown:
            for figure in figures {
                try WholeFile.write(
                    Array(figure.svg.utf8), to: path.removingLastComponent().appending("\(figure.name).svg"))
            }
            try WholeFile.write(Array(markdown.utf8), to: path)
        }
    }
}
