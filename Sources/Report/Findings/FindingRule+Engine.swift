import Quantities
import Records
import Statistics

extension FindingRule {
    /// Whether the engine that is here uses what the CPU has, and which of two builds is the faster.
    static let engineBuild = FindingRule("the engine's build") { basis in
        let context = basis.context
        guard let details = context.engineRating?.details, !details.builds.isEmpty else {
            return .impossible(why: context.reasonMissing("engine"))
        }
        let slower = BuildComparison.all(context).compactMap(basis.slower)
        guard let features = context.inference?.details.engine?.features else {
            return slower.isEmpty
                ? .impossible(why: "what the CPU has for an engine is not known: \(context.reasonMissing("inference"))")
                : .found(slower)
        }
        guard details.builds.contains(where: { $0.features != nil }) else {
            return slower.isEmpty ? .impossible(why: "the build does not tell what it may use") : .found(slower)
        }
        return .found(details.builds.compactMap { basis.lesser($0, features, of: details.builds.count) } + slower)
    }
}

extension FindingBasis {
    /// A build whose paths are not those expected, for what it may not use.
    fileprivate func lesser(_ build: EngineDetails.Build, _ expected: [String], of builds: Int) -> Finding? {
        guard let own = build.features, !build.differences.isEmpty else { return nil }
        let missing = (expected + ["llamafile"]).filter { !own.contains($0) }
        guard !missing.isEmpty else { return nil }
        let names = missing.map { $0 == "llamafile" ? "llamafile (tinyBLAS)" : $0 }.listed
        return Finding(
            (builds > 1 ? "Build \(build.id) of the engine" : "The engine's build") + " leaves instructions unused",
            evidence: "\(build.text) has no code for \(names), which a build for this CPU has, and takes other paths: "
                + "\(build.differences.joined(separator: "; ")) (probe-engine).",
            cost: .unknown(why: "what a build with them does was not measured beside it"),
            action: "Build llama.cpp for this CPU, or install a package that chooses its code as it starts "
                + "(libggml-cpu-*.so beside it). Then rate both, and see what is gained:",
            commands: ["make engine", "probe engine --llama-bench OLD --llama-bench ~/.cache/probe/engine/llama-bench"])
    }

    /// Below that nobody would change a build.
    private static let worthwhile = 1.03

    /// The slower of two builds, where no format speaks against it.
    fileprivate func slower(_ comparison: BuildComparison) -> Finding? {
        let clear = comparison.pairs(.generation).filter { $0.isClear && $0.gain > Self.worthwhile }
        guard let best = clear.max(by: { $0.gain < $1.gain }), clear.allSatisfy({ ($0.ratio > 1) == (best.ratio > 1) })
        else { return nil }
        let isSecond = best.ratio > 1
        let (fast, slow) =
            isSecond ? (comparison.second, comparison.first) : (comparison.first, comparison.second)
        let usual = clear.first { $0.name == SpeedReference.format }
        let formats = clear.map { "\($0.gain.fixed(2)) × in \($0.name)" }
        return Finding(
            "Build \(fast.id) of the engine is faster than build \(slow.id)",
            evidence: "\(fast.text) generates faster than \(slow.text): \(formats.listed) "
                + "(probe-engine; their samples do not overlap).",
            cost: cost(of: usual, slow), action: "Use \(comparison.name(fast)).")
    }

    private func cost(of pair: BuildComparison.Pair?, _ slow: EngineDetails.Build) -> FindingCost {
        guard let reference else {
            return .unknown(why: "no model's speed is predicted (\(context.reasonMissing("inference")))")
        }
        guard let pair else {
            return .unknown(why: "in \(SpeedReference.format), of which costs are told, they do not clearly differ")
        }
        // Predictions are of the build that was named first.
        let rate = slow.id == pair.first.build ? reference.rate * pair.gain : reference.rate
        return .tokens(lost: rate * (1 - 1 / pair.gain), of: rate, .when("with build \(slow.id)"))
    }
}
