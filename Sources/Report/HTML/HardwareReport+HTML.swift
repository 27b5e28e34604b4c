extension HardwareReport {
    /// The report as one HTML file, with its figures in it. The same result is always the same bytes.
    package var html: String { HTMLPage(markdown: markdown, figures: figures).html }
}
