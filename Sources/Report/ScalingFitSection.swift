import Quantities
import Records
import Statistics
import Tables

/// The curves by the laws of parallel speed-up.
struct ScalingFitSection: ReportSection {
    let context: ReportContext

    var markdown: String {
        guard let details = context.scaling?.details else { return "" }
        guard !details.isHybrid else {
            return "No law of speed-up is fitted: cores of different kinds follow none.\n"
        }
        let columns: [Table.Column] = [
            .init("Work"), .init("Serial fraction", .right), .init("Misfit", .right),
            .init("Contention", .right), .init("Coherence, 10⁻⁶", .right), .init("Misfit", .right),
        ]
        let rows = context.curves.byWorkload.map { row($0, cores: details.cores) }
        return """
            <details><summary>Fitted laws of speed-up: Amdahl's, and the universal scalability law</summary>

            One thread per core. *Serial fraction* is Amdahl's; *contention* and *coherence* are those of the \
            universal scalability law; ± is 1.96 standard errors. *Misfit* is the root mean square of what the law \
            leaves: beyond a few percent it does not describe the curve.\(leftOut)

            \(Table(columns, rows: rows).markdown)
            </details>

            """
    }

    private var leftOut: String {
        let missing = context.curves.flatMap(\.points).count { !$0.rate.hasInterval }
        return missing == 0
            ? "" : " \(missing) rates of too few samples for a 95 % interval are left out."
    }

    private func row(_ curve: ScalingCurve, cores: Int) -> [String] {
        let points = curve.scalingPoints.filter { $0.threads <= cores }
        let start = [context.name(of: curve)]
        guard let amdahl = AmdahlFit(points) else {
            return start + ["needs two thread counts", "–", "–", "–", "–"]
        }
        let first = [amdahl.serialFraction.percent, amdahl.rmsResidual.percent]
        guard let law = ScalabilityFit(points) else { return start + first + ["needs three thread counts", "–", "–"] }
        return start + first + [law.contention.percent, law.coherence.perMillion, law.rmsResidual.percent]
    }
}

extension FittedValue {
    /// "1.20 ± 0.30 %".
    fileprivate var percent: String {
        "\((value * 100).fixed(2))\u{A0}±\u{A0}\((1.96 * standardError * 100).fixed(2))\u{A0}%"
    }

    /// "12.0 ± 3.0", in 10⁻⁶.
    fileprivate var perMillion: String {
        "\((value * 1e6).fixed(1))\u{A0}±\u{A0}\((1.96 * standardError * 1e6).fixed(1))"
    }
}

extension Double {
    /// "0.4 %".
    fileprivate var percent: String { "\((self * 100).fixed(1))\u{A0}%" }
}
