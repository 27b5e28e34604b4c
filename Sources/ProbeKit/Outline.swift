import Quantities
import Records

/// The parts of a run in the order in which they are begun, and how they share its time.
package struct Outline: Sendable {
    package let parts: [Part]
    /// The first two parts have at least one figure, however short the time: which shape is fastest, and its rate. It
    /// is no part of a plan that has no time for it.
    static let guaranteed = 2

    package init(_ parts: [Part]) { self.parts = parts.filter { $0.cells > 0 } }

    /// A part: so many figures of one kind.
    package struct Part: Sendable {
        package let name: String
        package let cells: Int
        /// What a figure takes of the time where there is not enough for all, against a figure of weight 1.
        package let weight: Double
        /// About how long a figure takes where its samples agree.
        package let secondsOfCell: Double
        /// About how long a figure takes at least: a repetition that is dropped, and one sample.
        package let leastSecondsOfCell: Double
        /// About what setting up its memory takes.
        package let setUpSeconds: Double
        package let selection: Selection
        /// Figures that there is time for.
        package fileprivate(set) var planned: Int
        /// About what those take, with the part's set-up.
        package fileprivate(set) var seconds: Double

        package init(
            _ name: String, cells: Int, weight: Double, secondsOfCell: Double, leastSecondsOfCell: Double? = nil,
            setUpSeconds: Double = 0, selection: Selection = .first
        ) {
            self.name = name
            self.cells = cells
            self.weight = weight
            self.secondsOfCell = secondsOfCell
            // Three turns of eight samples, with what prepares and checks each, are thirty repetitions; one sample with
            // them is three.
            self.leastSecondsOfCell = leastSecondsOfCell ?? secondsOfCell / 10
            self.setUpSeconds = setUpSeconds
            self.selection = selection
            planned = cells
            seconds = setUpSeconds + Double(cells) * secondsOfCell
        }

        /// About what starting one thread takes, in seconds.
        private static let secondsOfThread = 20e-6

        /// A part whose figures start so many threads anew in each of their three turns.
        /// - Parameter secondsOfWork: about how long a figure takes without that.
        package init(
            _ name: String, cells: Int, weight: Double, secondsOfWork: Double, threads: Int, setUpSeconds: Double = 0
        ) {
            let start = Self.secondsOfThread * Double(threads)
            self.init(
                name, cells: cells, weight: weight, secondsOfCell: secondsOfWork + 3 * start,
                leastSecondsOfCell: secondsOfWork / 10 + start, setUpSeconds: setUpSeconds)
        }
    }

    /// Which of a part's figures are planned where there is not time for all.
    package enum Selection: Sendable {
        /// The first: they tell most.
        case first
        /// Some of all, evenly spread, such as the points of a curve or the fields of a matrix.
        case spread
    }

    /// Figures of all parts.
    package var cells: Int { parts.map(\.cells).reduce(0, +) }

    /// The share of what is left that a part may take: its own weight over that of all parts not begun.
    package func share(of name: String) -> Double {
        let rest = parts.drop { $0.name != name }.map { Double($0.cells) * $0.weight }
        let all = rest.reduce(0, +)
        return all > 0 ? (rest.first ?? 0) / all : 1
    }

    /// The share of the whole time that parts have which come after all those named.
    package func share(after names: Set<String>) -> Double {
        let weights = parts.map { Double($0.cells) * $0.weight }
        let next = parts.lastIndex { names.contains($0.name) }.map { $0 + 1 } ?? 0
        return weights.isEmpty ? 0 : weights[next...].reduce(0, +) / weights.reduce(0, +)
    }

    /// For the record.
    package var planned: [PlannedStudy] {
        parts.map { part in
            PlannedStudy(
                study: part.name, cells: part.planned, seconds: part.seconds,
                leftOut: part.planned < part.cells ? part.cells - part.planned : nil)
        }
    }

    /// For a person who waits: one line.
    package func text(budget: TimeBudget) -> String {
        let needed = parts.map(\.seconds).reduce(0, +)
        let figures = parts.map(\.planned).reduce(0, +)
        let names = parts.map { "\($0.name) \($0.planned)\($0.planned < $0.cells ? " of \($0.cells)" : "")" }
        return "plan: \(figures) figures (\(names.joined(separator: ", "))), "
            + "about \(min(needed, budget.seconds).fixed(0)) s, at most \(budget.seconds.fixed(0)) s\n"
    }
}

extension Outline {
    /// The same within a time: each part has its share of what those before it leave, and as many of its figures as
    /// that is enough for.
    package func fitted(to seconds: Double) -> Outline {
        var (fitted, left) = ([Part](), seconds)
        for part in parts {
            let fitting = part.fitted(to: left * share(of: part.name))
            left -= fitting.seconds
            fitted.append(fitting)
        }
        return Outline(fitted)
    }

    /// What there is no time for, and why: a sentence for each part that it concerns.
    package var notPlanned: [String] {
        parts.filter { $0.planned < $0.cells }.map { part in
            let time = part.leastSecondsOfCell * 1000
            return "\(part.cells - part.planned) of \(part.cells) figures of \(part.name): each takes at least "
                + "\(time < 10 ? time.significant(2) : time.fixed(0)) ms, and there are "
                + "\(part.seconds.significant(3)) s for them; raise --time-budget"
        }
    }

    /// Whether a part is begun: one that there is time for, and the first two whatever the time.
    package func begins(_ name: String) -> Bool {
        parts.firstIndex { $0.name == name }.map { $0 < Self.guaranteed || parts[$0].planned > 0 } ?? true
    }

    /// Which of so many figures of a part have their turns first: their numbers.
    package func selected(_ name: String, of count: Int) -> [Int] {
        guard let index = parts.firstIndex(where: { $0.name == name }), parts[index].planned < parts[index].cells else {
            return Array(0..<count)
        }
        let part = parts[index]
        let planned = min(count, max(part.planned, index < Self.guaranteed ? 1 : 0))
        guard part.selection == .spread, planned > 1 else { return Array(0..<planned) }
        // Both ends are among them: the smallest cache, and memory.
        return (0..<planned).map { $0 * (count - 1) / (planned - 1) }
    }
}

extension Outline.Part {
    fileprivate func fitted(to share: Double) -> Outline.Part {
        var part = self
        let most = (share - setUpSeconds) / max(1e-9, leastSecondsOfCell)
        part.planned = min(cells, Int(min(max(0, most), 1e9)))
        guard part.planned > 0 else {
            part.seconds = 0
            return part
        }
        let wished = setUpSeconds + Double(part.planned) * secondsOfCell
        part.seconds = max(min(wished, share), setUpSeconds + Double(part.planned) * leastSecondsOfCell)
        return part
    }
}
