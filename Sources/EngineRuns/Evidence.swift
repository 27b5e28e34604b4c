import Catalog
import Glibc
import Quantities
import Statistics
import TokenModel

/// What engines were measured to do on several machines, by levels of their builds: what the profile rests on, and what
/// tells how well it holds where nothing was fitted to.
package struct Evidence: Sendable {
    package let groups: [Group]

    package init(_ groups: [Group]) { self.groups = groups }

    /// One build of an engine on one machine.
    package struct Group: Sendable {
        package let place: Place
        /// Rows, each with what the machine was measured to do where it ran.
        fileprivate let rows: [(run: EngineRun, row: Calibration.Row)]
        /// What the rows alone tell.
        fileprivate let profile: EngineProfile
        /// How sure the loops are that its ratios are to.
        fileprivate let doubt: Double

        /// - Parameter rates: of the placements with so many threads, the recommended first.
        /// - Returns: nil where no row ran where anything was measured.
        package init?(_ place: Place, runs: [EngineRun], rates: (Int) -> [PlacementRates]) {
            let rows = runs.compactMap { run in
                run.placement(among: rates(run.threads)).flatMap { placement in
                    placement.kernels.isEmpty ? nil : (run, Calibration.Row(run, placement))
                }
            }
            guard !rows.isEmpty else { return nil }
            self.place = place
            self.rows = rows
            profile = Calibration(prior: .uninformed).fit(
                rows.map(\.1), name: place.name, source: place.machine, leavingOut: .nothing)
            doubt = rows.map(\.1.rates.loopDoubt).max() ?? 0
        }
    }

    /// Where and how an engine was built and run.
    package struct Place: Hashable, Sendable {
        /// "zen4-avx2".
        package let machine: String
        /// What the build may use: "avx2".
        package let level: String
        /// "gcc".
        package let compiler: String

        package init(machine: String, level: String, compiler: String) {
            self.machine = machine
            self.level = level
            self.compiler = compiler
        }

        /// "zen4-avx2, avx2 by gcc".
        package var name: String { "\(machine), \(level) by \(compiler)" }
    }
}

extension Evidence {
    /// The belief about a machine and a build that are not among them; nil where there is none.
    package func profile(name: String, source: String) -> EngineProfile? { Self.profile(groups, name, source) }

    private static func profile(_ groups: [Group], _ name: String, _ source: String) -> EngineProfile? {
        Population().profile(
            of: groups.map { Population.Member(machine: $0.place.machine, profile: $0.profile, doubt: $0.doubt) },
            name: name, source: source)
    }

    /// The same, with how well it predicts machines that were left out.
    package func judgedProfile(name: String, source: String) -> EngineProfile? {
        guard let profile = profile(name: name, source: source) else { return nil }
        let rows = predictions(.machine)
        let accuracy = [Calibration.Phase.generation, .prompt].compactMap { phase in
            Summary(rows.filter { $0.run.phase == phase }).map {
                EngineProfile.Accuracy(
                    rows: $0.rows, median: $0.median, worst: $0.worst?.error.magnitude ?? $0.median, inside: $0.inside)
            }
        }
        guard accuracy.count == 2 else { return profile }
        return profile.judged(
            EngineProfile.LeftOut(
                machines: Set(groups.map(\.place.machine)).count, generation: accuracy[0], prompt: accuracy[1]))
    }

    /// What is left out of a fit that predicts it.
    package enum LeavingOut: String, CaseIterable, Sendable {
        case machine, level, compiler
        /// Nothing is: the figures of a fit to what it predicts, which prove little.
        case nothing
    }

    /// Every row predicted by a fit to all groups but those that share its machine, its level of instruction sets on
    /// whatever machine, or its compiler.
    package func predictions(_ leavingOut: LeavingOut) -> [Prediction] {
        let key = { (place: Place) -> String in
            switch leavingOut {
            case .machine: place.machine
            case .level: place.level
            case .compiler: place.compiler
            case .nothing: ""
            }
        }
        return Set(groups.map { key($0.place) }).sorted().flatMap { left -> [Prediction] in
            let (own, others) = (
                groups.filter { key($0.place) == left }, groups.filter { key($0.place) != left }
            )
            let fitted = leavingOut == .nothing ? own : others
            guard let profile = Self.profile(fitted, "evidence", leavingOut.rawValue) else { return [] }
            return own.flatMap { $0.predictions(profile) }
        }
    }

    /// A row and what was predicted of it.
    package struct Prediction: Sendable {
        package let place: Place
        package let run: EngineRun
        /// Tokens per second, with the 90 % interval.
        package let predicted: Estimate<Double>
        /// Read bandwidth over the bytes of a token, of generation; nil of prompts.
        package let simple: Double?

        /// Predicted over measured, less 1.
        package var error: Double { predicted.median / run.measured - 1 }
        /// How far off it is, whichever way: 1 is right, 2 is double or half.
        package var factor: Double { max(predicted.median / run.measured, run.measured / predicted.median) }
        package var isInside: Bool { predicted.low <= run.measured && run.measured <= predicted.high }
        /// The interval's width as a share of the prediction.
        package var width: Double { (predicted.high - predicted.low) / predicted.median }
    }
}

extension Evidence.Group {
    fileprivate func predictions(_ profile: EngineProfile) -> [Evidence.Prediction] {
        rows.compactMap { run, row in
            run.predicted(FittedModel(rates: row.rates, profile: profile)).map {
                Evidence.Prediction(
                    place: place, run: run, predicted: $0,
                    simple: run.phase == .generation ? row.rates.simple(run.demand) : nil)
            }
        }
    }
}

extension PlacementRates {
    /// The simple model's generation, in tokens per second.
    fileprivate func simple(_ demand: ModelDemand) -> Double {
        reads.at(.greatestFiniteMagnitude).median / Double(max(1, demand.bytesPerToken.bytes))
    }
}

extension EngineProfile {
    fileprivate func judged(_ leftOut: LeftOut) -> EngineProfile {
        EngineProfile(
            name: name, source: source, parameters: parameters, belief: belief, noise: noise,
            leaveOneOutError: leaveOneOutError, trainedOn: trainedOn, footing: footing, leftOut: leftOut)
    }
}
