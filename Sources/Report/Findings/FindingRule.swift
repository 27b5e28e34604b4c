/// One thing that is looked at for what it costs.
struct FindingRule: Sendable {
    /// What is looked at: "memory slots".
    let subject: String
    let examine: @Sendable (FindingBasis) -> Examination

    init(_ subject: String, _ examine: @escaping @Sendable (FindingBasis) -> Examination) {
        self.subject = subject
        self.examine = examine
    }
}

/// What looking at something gave.
enum Examination {
    /// Nothing where the list is empty.
    case found([Finding])
    /// It could not be looked at, and why.
    case impossible(why: String)

    static let clear = Examination.found([])
}

extension FindingRule {
    /// All that is looked at, in the order in which findings of unknown or equal cost are told.
    static var all: [FindingRule] {
        [
            slots, readingBelowTheory, quota, allowedCPUs, placement, threads, hardwareThreads, engineBuild, noise,
            governor, pages, balancing, sharedCores, clock, storage,
        ]
    }
}

/// What all rules found in one result.
struct Findings {
    /// The dearest first.
    let all: [Finding]
    /// What was looked at and had nothing.
    let clear: [String]
    /// What could not be looked at, and why.
    let impossible: [(subject: String, why: String)]

    init(_ basis: FindingBasis) {
        var all: [Finding] = [], clear: [String] = [], impossible: [(subject: String, why: String)] = []
        for rule in FindingRule.all {
            switch rule.examine(basis) {
            case .found(let findings):
                all += findings
                if findings.isEmpty { clear.append(rule.subject) }
            case .impossible(let why): impossible.append((rule.subject, why))
            }
        }
        // The sort has to keep the order of equals.
        self.all = all.enumerated().sorted {
            ($0.element.cost.rank.kind, $0.element.cost.rank.size, $0.offset)
                < ($1.element.cost.rank.kind, $1.element.cost.rank.size, $1.offset)
        }.map(\.element)
        self.clear = clear
        self.impossible = impossible
    }
}

extension Findings {
    /// "3 findings, the dearest: memory channels are empty (4.2 of 13.2 token/s)."
    var headline: String {
        guard let dearest = all.first else { return "No findings." }
        let count = all.count == 1 ? "1 finding" : "\(all.count) findings, the dearest"
        return "\(count): \(dearest.title) (\(dearest.cost.text))."
    }
}
