import Foundation
import SystemPackage
import TestSupport

/// Chromium without a window.
enum Browser {
    static let obstacle =
        access("/usr/bin/chromium", X_OK) == 0 ? nil : "not installed: chromium; `make test-deps` installs it"

    enum Scheme: String {
        case light = "1"
        case dark = "0"
    }

    /// What a page looks like in a frame of some width.
    struct Frame: Decodable {
        var width: Int
        /// More than the width where something sticks out.
        var scrollWidth: Int
        var ground: String
        var ink: String
    }

    /// Shows a page in frames of these widths, which a window could not have: a browser's own is never so narrow.
    static func measure(_ html: String, widths: [Int], scheme: Scheme) async throws -> [Frame] {
        let folder = try TemporaryFolder()
        let content = html.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "\"", with: "&quot;")
        let frames = widths.map { "<iframe width=\"\($0)\" height=\"800\" srcdoc=\"\(content)\"></iframe>\n" }.joined()
        try folder.write("<!DOCTYPE html><style>iframe { border: 0 }</style>\(frames)\(script)", to: "frames.html")
        let run = try await chromium(
            ["--blink-settings=preferredColorScheme=\(scheme.rawValue)", "--dump-dom"], folder, "frames.html")
        let parts = run.output.components(separatedBy: "@@@")
        return try JSONDecoder().decode([Frame].self, from: Data((parts.count > 1 ? parts[1] : "[]").utf8))
    }

    /// The page as a PDF.
    static func print(_ html: String) async throws -> [UInt8] {
        let folder = try TemporaryFolder()
        try folder.write(html, to: "page.html")
        let target = folder.path.appending("page.pdf").string
        _ = try await chromium(["--print-to-pdf=\(target)"], folder, "page.html")
        return Array(try Data(contentsOf: URL(fileURLWithPath: target)))
    }

    private static func chromium(_ options: [String], _ folder: TemporaryFolder, _ name: String) async throws
        -> Finished
    {
        let arguments =
            ["300", "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"] + options
            + ["--user-data-dir=\(folder.path.appending("profile"))", "file://\(folder.path.appending(name))"]
        return try await Turnstile.emulation.pass { try await Command.run("timeout", arguments) }
    }

    private static let script = """
        <script>
        onload = () => {
          const frames = [...document.querySelectorAll("iframe")].map(frame => {
            const root = frame.contentDocument.documentElement;
            const style = frame.contentWindow.getComputedStyle(frame.contentDocument.body);
            return { width: frame.clientWidth, scrollWidth: root.scrollWidth,
              ground: style.backgroundColor, ink: style.color };
          });
          document.body.textContent = "@" + "@@" + JSON.stringify(frames) + "@" + "@@";
        };
        </script>
        """
}
