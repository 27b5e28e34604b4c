import Quantities
import Records

/// What rules look at.
struct FindingBasis {
    let context: ReportContext
    /// Nil where no model's speed is predicted by the fitted model.
    let reference: SpeedReference?

    init(_ context: ReportContext) {
        self.context = context
        reference = SpeedReference(context)
    }

    /// The circumstances of the run; nil where no program ran on the machine that is described.
    var environment: Environment? {
        guard context.topology?.details.isThisMachine != false else { return nil }
        return context.topology?.environment ?? context.bandwidth?.environment ?? context.flops?.environment
            ?? context.inference?.environment ?? context.latency?.environment
    }

    var isGuest: Bool { environment?.hasHypervisor ?? false }

    /// Of all programs.
    var caveats: [Caveat.Kind] {
        let all = [
            context.topology?.caveats, context.bandwidth?.caveats, context.latency?.caveats, context.flops?.caveats,
            context.smt?.caveats, context.scaling?.caveats, context.inference?.caveats, context.storage?.caveats,
            context.engineRating?.caveats,
        ]
        return all.flatMap { ($0 ?? []).compactMap(\.kind) }
    }

    /// Cores of which this process may use a thread; nil where the topology was not recorded.
    var usableCores: Int? {
        context.topology.map { record in
            record.details.cores.count { !$0.pus.intersection(record.details.usable.pus).isEmpty }
        }
    }

    /// What it costs that memory and cores are not so many times as fast as they are; below 1, what it would cost if
    /// they were that slow.
    func cost(reading: Double = 1, computing: Double = 1, _ sureness: FindingCost.Sureness = .about) -> FindingCost {
        guard reading > 0, computing > 0, reading.isFinite, computing.isFinite else {
            return .unknown(why: "the figures that it follows from are not usable")
        }
        if let reference {
            let now = reference.rate, other = reference.rate(reading: reading, computing: computing)
            return .tokens(lost: (now - other).magnitude, of: max(now, other), sureness)
        }
        guard reading != 1 else {
            return .unknown(why: "no model's speed is predicted (\(context.reasonMissing("inference")))")
        }
        return .bandwidth(share: 1 - min(reading, 1 / reading), sureness)
    }
}
