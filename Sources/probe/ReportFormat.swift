import ArgumentParser
import SystemPackage

/// A form of the report.
enum ReportFormat: String, CaseIterable, ExpressibleByArgument {
    case markdown
    case html

    /// As the name of a file says; Markdown where it says nothing.
    init(of file: FilePath?) {
        let suffix = file?.extension?.lowercased() ?? ""
        self = ["html", "htm"].contains(suffix) ? .html : .markdown
    }
}
