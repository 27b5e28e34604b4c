import ArgumentParser
import Quantities
import Synchronization
import SystemPackage
import Tables

#if canImport(Glibc)
    import Glibc
#endif

/// How progress is shown on standard error.
package enum ProgressStyle: String, CaseIterable, ExpressibleByArgument, Sendable {
    /// A line that is written over on a terminal, plain lines elsewhere.
    case automatic = "auto"
    case lines
    case none
    /// Lines for `probe all` to read: `ProgressReport`.
    case machine
}

/// One step of progress, as a probe tells it to `probe all`.
package struct ProgressReport: Hashable, Sendable {
    /// The share that is done, from 0 to 1.
    package var fraction: Double
    /// About how long the rest takes.
    package var secondsLeft: Double
    /// What is being done now.
    package var activity: String

    package init(fraction: Double, secondsLeft: Double, activity: String) {
        self.fraction = fraction
        self.secondsLeft = secondsLeft
        self.activity = activity
    }
}

extension ProgressReport {
    private static let mark = "probe-progress"

    /// Reads a line that `machineLine` wrote; nil for any other line.
    package init?(machineLine: some StringProtocol) {
        let parts = machineLine.split(separator: "\t", maxSplits: 3)
        guard parts.count == 4, parts[0] == Self.mark, let fraction = Double(parts[1]), let left = Double(parts[2]),
            (0...1).contains(fraction), (0...1e9).contains(left)
        else { return nil }
        self.init(fraction: fraction, secondsLeft: left, activity: String(parts[3].prefix(200)).printable)
    }

    package var machineLine: String {
        "\(Self.mark)\t\(fraction.fixed(4))\t\(secondsLeft.fixed(1))\t\(activity)"
    }
}

/// Shows progress on standard error, no more often than a reader can use.
package final class Progress: Sendable {
    private let style: ProgressStyle
    private let lastShown = Mutex<ContinuousClock.Instant?>(nil)

    package init(_ style: ProgressStyle) {
        guard style == .automatic else { self.style = style; return }
        self.style = isatty(STDERR_FILENO) == 1 ? .automatic : .lines
    }

    package func show(_ report: ProgressReport) {
        guard isDue() else { return }
        let percent = (report.fraction * 100).fixed(0)
        let line = "\(percent) %, about \(Self.duration(report.secondsLeft)) left: \(report.activity)"
        switch style {
        case .none: break
        case .machine: Console.error(report.machineLine + "\n")
        case .lines: Console.error(line + "\n")
        // Return to the start, clear to the end of the line; cut so that it never wraps.
        case .automatic: Console.error("\r\u{1B}[K" + line.prefix(Self.terminalWidth - 1))
        }
    }

    /// Says something that stays on the screen.
    package func note(_ text: String) {
        if style == .lines || style == .automatic { Console.error(text) }
    }

    private func isDue() -> Bool {
        // A terminal's line changes while one looks; a log wants a line now and then.
        let pause: Duration = style == .lines ? .seconds(2) : .milliseconds(100)
        return lastShown.withLock { last in
            let now = ContinuousClock.now
            if let last, now - last < pause { return false }
            last = now
            return true
        }
    }

    /// Removes the line that is written over.
    package func clear() {
        if style == .automatic { Console.error("\r\u{1B}[K") }
    }

    private static func duration(_ seconds: Double) -> String {
        seconds < 99.5 ? "\(seconds.fixed(0)) s" : "\((seconds / 60).fixed(1)) min"
    }

    private static var terminalWidth: Int {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 20 else { return 80 }
        return Int(size.ws_col)
    }
}
