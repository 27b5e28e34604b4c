import Engines
import ModelFiles
import Records

#if canImport(Glibc)
    import Glibc
#endif

/// Looks for better settings by trying: each against llama-bench's own, in turns; after each round the better half goes
/// on. What is left is measured afresh, since whatever is best of several looks better than it is.
struct Tuning {
    let build: EngineBuild
    let deadline: ContinuousClock.Instant
    let mayGoOn: () -> Bool
    /// Runs a test on the model that something is tried on; nil where it fails.
    let rate: (Trying, Setting?) -> Double?

    /// What was found of one setting.
    private struct Candidate {
        let trying: Trying
        let setting: Setting
        /// Logarithms of its rate over the usual one, of rounds that chose, and of those after.
        var choosing: [Double] = []
        var fresh: [Double] = []
        var failed = false

        var mean: Double { choosing.isEmpty ? -.infinity : choosing.reduce(0, +) / Double(choosing.count) }
    }

    /// A setting that loses as much in one pair is not looked at again.
    private static let hopeless = -0.03
    /// Pairs of a setting that is left, at most.
    private static let mostPairs = 8

    /// What each setting gained.
    func run(_ all: [Trying]) -> [EngineDetails.Trial] {
        var found: [[Candidate]] = all.map { trying in
            trying.settings.map { Candidate(trying: trying, setting: $0) }
        }
        var open = found.map { Array($0.indices) }
        repeat {
            for group in found.indices where mayChoose {
                choose(&found[group], &open[group])
            }
        } while mayChoose && zip(found, open).contains(where: Self.isUndecided)
        confirm(&found, open)
        let spread = Self.spread(found.joined().flatMap { [$0.choosing, $0.fresh] })
        return found.joined().compactMap { trial($0, spread) }
    }

    /// Whether two of the settings that are left exclude each other.
    private static func isUndecided(_ candidates: [Candidate], _ open: [Int]) -> Bool {
        Set(open.map { candidates[$0].setting.family }).count < open.count
    }

    private var mayChoose: Bool { mayGoOn() && ContinuousClock.now < deadline }

    /// One round of a group: the usual settings and each of those that are left; the better half of the settings of one
    /// option goes on.
    private func choose(_ candidates: inout [Candidate], _ open: inout [Int]) {
        guard let first = open.first, candidates[first].choosing.isEmpty || Self.isUndecided(candidates, open) else {
            return
        }
        guard let usual = rate(candidates[first].trying, nil) else { return open = [] }
        for index in open where mayChoose {
            guard let own = rate(candidates[index].trying, candidates[index].setting) else {
                candidates[index].failed = true
                continue
            }
            candidates[index].choosing.append(log(own / usual))
        }
        let hopeful = open.filter { candidates[$0].mean > Self.hopeless }
        let options = Dictionary(grouping: hopeful) { candidates[$0].setting.family }
        open = options.values.flatMap { same in
            same.sorted { candidates[$0].mean > candidates[$1].mean }.prefix((same.count + 1) / 2)
        }.sorted()
    }

    /// Pairs of what is left with the usual settings, in turns, until the time is used up.
    private func confirm(_ found: inout [[Candidate]], _ open: [[Int]]) {
        for _ in 0..<Self.mostPairs {
            for group in found.indices {
                for index in open[group] where mayChoose {
                    let candidate = found[group][index]
                    guard let usual = rate(candidate.trying, nil), let own = rate(candidate.trying, candidate.setting)
                    else { continue }
                    found[group][index].fresh.append(log(own / usual))
                }
            }
        }
    }

    /// The standard deviation of one pair's logarithm, of all pairs together; at least 1.5 %.
    private static func spread(_ series: [[Double]]) -> Double {
        let (squares, freedom) = series.filter { $0.count > 1 }.reduce((0.0, 0)) { sum, values in
            let mean = values.reduce(0, +) / Double(values.count)
            return (sum.0 + values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }, sum.1 + values.count - 1)
        }
        // Of a few pairs alone little is known of how they scatter.
        let prior = 0.04
        return max(0.015, ((squares + 2 * prior * prior) / Double(freedom + 2)).squareRoot())
    }

    private func trial(_ candidate: Candidate, _ spread: Double) -> EngineDetails.Trial? {
        let pairs = candidate.fresh.isEmpty ? candidate.choosing : candidate.fresh
        guard !candidate.failed, !pairs.isEmpty else { return nil }
        let mean = pairs.reduce(0, +) / Double(pairs.count)
        // One or two pairs may both have met other work.
        let reach = (pairs.count < 3 ? 4 : 2) * spread / Double(pairs.count).squareRoot()
        return EngineDetails.Trial(
            build: "1", phase: candidate.trying.name, option: candidate.setting.option, value: candidate.setting.value,
            usual: candidate.setting.usual, gain: exp(mean), low: exp(mean - reach), high: exp(mean + reach),
            pairs: pairs.count)
    }
}

extension Setting {
    /// Settings that exclude each other.
    fileprivate var family: String { option == "numactl" ? "--numa" : option }
}
