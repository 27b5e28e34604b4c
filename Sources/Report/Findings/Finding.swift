import Quantities

/// Something about the machine that costs speed, with what shows it and what to do. Its words are plain text.
struct Finding {
    /// What it is: "Memory channels are empty".
    let title: String
    /// Figures, and where they are from.
    let evidence: String
    let cost: FindingCost
    /// What to do.
    let action: String
    /// Lines for a shell; empty where there is nothing to type.
    let commands: [String]

    init(_ title: String, evidence: String, cost: FindingCost, action: String, commands: [String] = []) {
        self.title = title
        self.evidence = evidence
        self.cost = cost
        self.action = action
        self.commands = commands
    }
}

/// What a finding costs.
enum FindingCost: Hashable {
    /// Of the reference model's generation: tokens per second that are lost, of those that there would be.
    case tokens(lost: Double, of: Double, Sureness)
    /// A share of the read bandwidth, from 0 to 1, where no model's speed can be told.
    case bandwidth(share: Double, Sureness)
    /// Seconds of a model's first load; nothing afterwards.
    case loading(seconds: Double, model: String)
    /// Why it cannot be told.
    case unknown(why: String)

    /// How the figure is meant.
    enum Sureness: Hashable {
        case about
        /// It may be less, down to nothing.
        case atMost
        /// It is lost only so: "with all 64 threads".
        case when(String)
    }
}

extension FindingCost {
    /// "1.8 of 9.0 token/s", "at most 12 % of the read bandwidth", "cost not known".
    var text: String {
        switch self {
        case .tokens(let lost, let all, _) where lost < 0.005 * all:
            "next to nothing of \(Self.rate(all, beside: all)) token/s"
        case .tokens(let lost, let all, let sureness):
            sureness.text("\(Self.rate(lost, beside: all)) of \(Self.rate(all, beside: all)) token/s")
        case .bandwidth(let share, let sureness):
            sureness.text("\((share * 100).significant(2)) % of the read bandwidth")
        case .loading(let seconds, _): "\(seconds.fixed(0)) s of each first load"
        case .unknown: "cost not known"
        }
    }

    /// As fine as the greater of two rates deserves.
    private static func rate(_ rate: Double, beside all: Double) -> String {
        rate.fixed(all < 1 ? 3 : all < 10 ? 2 : all < 100 ? 1 : 0)
    }

    /// For ranking: first what is lost as the machine is, then what a wrong choice would lose, then what only delays
    /// the start, then what is not known.
    var rank: (kind: Int, size: Double) {
        switch self {
        case .tokens(let lost, _, let sureness): (sureness.kind, -lost)
        case .bandwidth(let share, let sureness): (sureness.kind, -share)
        case .loading(let seconds, _): (2, -seconds)
        case .unknown: (3, 0)
        }
    }
}

extension FindingCost.Sureness {
    fileprivate var kind: Int { if case .when = self { 1 } else { 0 } }

    fileprivate func text(_ figure: String) -> String {
        switch self {
        case .about: figure
        case .atMost: "at most \(figure)"
        case .when(let condition): "\(figure) \(condition)"
        }
    }
}
