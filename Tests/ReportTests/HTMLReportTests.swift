import Catalog
import Records
import Report
import Statistics
import TestSupport
import Testing

/// The whole report as one HTML file.
@Suite struct HTMLReportTests {
    private func report(_ result: RunResult) throws -> HardwareReport {
        try HardwareReport(result, catalog: try Catalog.builtIn())
    }

    @Test func everyTagIsClosedInOrder() throws {
        let page = ParsedPage(try report(try Examples.twoSocketServer()).html)
        #expect(page.isWellFormed)
        #expect(page.elements("h1").count == 1 && page.elements("main").count == 1 && page.elements("nav").count == 1)
        #expect(page.head.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"))
        #expect(page.head.contains("<title>Hardware report: example-two-socket</title>"))
        #expect(page.head.contains("content=\"width=device-width, initial-scale=1\""))
    }

    @Test func itSaysWhatTheMarkdownSays() throws {
        let report = try report(try Examples.twoSocketServer())
        let page = ParsedPage(report.html)
        // Every second piece is code, in which "#" begins a comment.
        let prose = report.markdown.split(separator: "```").enumerated().filter { $0.offset.isMultiple(of: 2) }
        let headings = prose.flatMap { $0.element.split(separator: "\n") }.filter { $0.hasPrefix("#") }
        let titles = page.elements("h1", "h2", "h3", "h4").map(\.text)
        #expect(titles == headings.map { Words.plain(String($0.drop { $0 == "#" || $0 == " " })) })
        let figures = page.elements("figure").count
        #expect(figures == report.figures.count && page.elements("svg").count == figures)
        for figure in report.figures { #expect(report.html.contains(figure.svg), "\(figure.name)") }
        let tables = report.markdown.split(separator: "\n").count {
            $0.allSatisfy("|-: ".contains) && $0.hasPrefix("|")
        }
        #expect(page.elements("table").count == tables)
        #expect(page.elements("pre").count * 2 == report.markdown.split(separator: "\n").count { $0.hasPrefix("```") })
        let details = report.markdown.split(separator: "\n").count { $0.hasPrefix("<details>") }
        #expect(page.elements("details").count == details)
        for sign in ["**", "](", "| -", "&lt;", "\\|"] {
            #expect(!page.elements("body").contains { $0.text.contains(sign) }, "\(sign) is left")
        }
    }

    @Test func nothingIsLoadedRunOrSent() throws {
        let html = try report(try Examples.twoSocketServer()).html
        let page = ParsedPage(html)
        #expect(
            page.elements("script", "link", "img", "iframe", "object", "embed", "form", "base", "image", "use").isEmpty)
        #expect(page.values("src").isEmpty && page.values("srcset").isEmpty && page.values("style").isEmpty)
        #expect(page.elements.allSatisfy { $0.attributes.keys.allSatisfy { !$0.hasPrefix("on") } })
        for element in page.elements {
            if let target = element.attributes["href"] {
                let isFollowed = element.name == "a" && target.hasPrefix("https://")
                #expect(isFollowed || element.name == "a" && target.hasPrefix("#"), "\(target)")
            }
            // Only the name of XML's kind has a scheme, and nobody fetches that.
            for (name, value) in element.attributes where !["href", "xmlns"].contains(name) {
                #expect(!value.contains("://") && !value.contains("url("), "\(name)=\(value)")
            }
        }
        for word in ["url(", "@import", "<link", "<script", "src=", "://"] {
            #expect(!page.head.contains(word), "\(word)")
        }
        #expect(page.head.contains("default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;; base-uri"))
    }

    @Test func anchorsAreUniqueAndLinksLeadSomewhere() throws {
        let page = ParsedPage(try report(try Examples.twoSocketServer()).html)
        let names = page.values("id")
        #expect(Set(names).count == names.count)
        let links = page.elements("a").compactMap { $0.attributes["href"]?.dropFirst() }
        #expect(links.count > 10 && links.allSatisfy { names.contains(String($0)) })
        #expect(page.elements("th").allSatisfy { ["col", "row"].contains($0.attributes["scope"]) })
        #expect(page.elements("table").allSatisfy { !$0.text.isEmpty })
    }

    @Test func textFromOutsideNeverActs() throws {
        let evil = "\"'><script>alert(1)</script>&amp;&lt;\\`*_[x](javascript:1)|\u{1B}[2J\u{0}\u{202E}\n# <h9>"
        var result = try Examples.twoSocketServer()
        result.host = evil
        result.startedAt = evil
        result.programVersion = evil
        result.command = [evil, "`\(evil)"]
        result.runs[3].reason = evil
        result.runs[2].name = evil
        var details = Examples.twoSocketTopology
        details.cpu.name = evil
        result.records["topology"] = try Examples.record("topology", details)
        let cells = ["loops", "matrix", "scaling", "levels", "pages", "interleaved", "shapes"].map { study in
            Measurement(
                "bandwidth", unit: "GB/s",
                labels: [
                    "kernel": "read", "cpu_node": evil, "memory_node": evil, "study": study, "streams": evil,
                    "threads": "2", "pages": evil, "page_size": evil, "level": evil, "working_set_bytes": "1024",
                ], samples: [Sample(value: 1, seconds: 1)], stopped: .count, better: .largest)
        }
        result.records["bandwidth"] = try Examples.record(
            "bandwidth", BandwidthDetails(placements: [], seed: 1), measurements: cells)
        let page = ParsedPage(try report(result).html)
        #expect(page.isWellFormed)
        #expect(page.elements("script", "h9", "a").allSatisfy { $0.attributes["href"]?.hasPrefix("#") == true })
        #expect(page.elements.allSatisfy { $0.attributes.keys.allSatisfy { !$0.hasPrefix("on") } })
        let title = page.elements("h1").first?.text ?? ""
        #expect(title == "Hardware report: \"'><script>alert(1)</script>&amp;&lt;\\`*_[x](javascript:1)| [2J  # <h9>")
        #expect(!page.head.contains("<script"))
        let all = page.elements("body").first?.text ?? ""
        #expect(all.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control })
        #expect(!all.contains("\u{202E}"))
    }

    @Test func theSameResultIsTheSameBytes() throws {
        let result = try Examples.twoSocketServer()
        #expect(try report(result).html == report(result).html)
    }

    /// Every text colour on every ground, in both schemes (WCAG 2, AA).
    @Test func textHasContrast() throws {
        let style = HTMLPage(markdown: "# A").html
        let schemes = style.split(separator: "color-scheme").filter { $0.contains("--ground") }.flatMap { part in
            part.split(separator: "@media").filter { $0.contains("--ground") }
        }
        #expect(schemes.count == 2, "light and dark")
        for scheme in schemes {
            let colours = Dictionary(
                scheme.matches(of: /--([a-z]+): #([0-9a-f]{6});/).map {
                    (String($0.1), Contrast.luminance(String($0.2)))
                }
            ) { first, _ in first }
            for ink in ["ink", "quiet", "link"] {
                for ground in ["ground", "panel"] {
                    let ratio = Contrast.ratio(try #require(colours[ink]), try #require(colours[ground]))
                    #expect(ratio >= 4.5, "\(ink) on \(ground): \(ratio)")
                }
            }
        }
    }
}

/// WCAG 2's contrast.
private enum Contrast {
    /// - Parameter code: six hexadecimal digits.
    static func luminance(_ code: String) -> Double {
        let number = Int(code, radix: 16) ?? 0
        let parts = [16, 8, 0].map { shift -> Double in
            let part = Double(number >> shift & 0xFF) / 255
            return part <= 0.04045 ? part / 12.92 : Words.power((part + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }

    static func ratio(_ one: Double, _ other: Double) -> Double { (max(one, other) + 0.05) / (min(one, other) + 0.05) }
}
