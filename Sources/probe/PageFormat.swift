import ArgumentParser

/// A form in which a page is printed.
enum PageFormat: String, CaseIterable, ExpressibleByArgument {
    case table
    case markdown
    case json
    case csv
}
