import Quantities

extension EngineProfile {
    /// How well it holds on machines that it was not fitted on, in a sentence; nil where that was not tried.
    package var leftOutText: String? {
        leftOut.map { left in
            "Each of \(left.machines) machines predicted by a fit to the others: generation \(left.generation.text), "
                + "prompts \(left.prompt.text)."
        }
    }
}

extension EngineProfile {
    /// That it was fitted on the machine that is predicted, and how well; nil of one that was not.
    package var fittedHereText: String? {
        guard footing?.isOfThisMachine == true else { return nil }
        // Models that are run to rate an engine are named by their kind: nobody has them.
        let isRandom = name.hasSuffix("as measured here")
        let models = isRandom ? "models of random weights" : "models"
        let error = leaveOneOutError.map {
            "; each of them predicted by a fit to the others is \(($0 * 100).significant(2)) % off in the median"
        }
        return "It was fitted on this machine to what llama-bench did with \(models)\(error ?? "")."
    }
}

extension EngineProfile.Accuracy {
    /// "11 % off in the median and 32 % at worst, 94 % of 224 figures inside the 90 % interval".
    fileprivate var text: String {
        let percent = { (share: Double) in "\((share * 100).fixed(0)) %" }
        return "\(percent(median)) off in the median and \(percent(worst)) at worst, \(percent(inside)) of \(rows) "
            + "figures inside the 90 % interval"
    }
}
