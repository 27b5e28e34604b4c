import Quantities
import Records
import Tables
import TokenModel

extension RunComparison {
    /// Changes that are listed: those that moved or may have, the greatest first; all where that is asked for.
    private func listed(_ listing: Listing) -> [FigureChange] {
        listing == .all ? changes : changes.filter { $0.verdict != .withinNoise }
    }

    /// Each figure in one row.
    package func table(_ listing: Listing) -> Table {
        let names = [
            "probe", "quantity", "name", "unit", "first", "first_low", "first_high", "first_n", "last", "last_low",
            "last_high", "last_n", "change", "sense", "verdict", "p", "p_adjusted", "detail",
        ]
        return Table(
            names.map { .init($0) },
            rows: listed(listing).map { change in
                let values = [change.firstValue, change.lastValue].flatMap { value in
                    [value.median, value.low, value.high].map { "\($0)" } + ["\(value.count)"]
                }
                return [
                    change.first.probe.printable, change.first.quantity.printable, change.first.name,
                    change.first.unit.printable,
                ] + values + [
                    change.change.fixed(6), change.sense, change.verdict.rawValue, "\(change.probability)",
                    "\(change.adjusted)", change.first.rank == .detail ? "yes" : "no",
                ]
            })
    }

    /// The same as JSON, with runs, settings, counts and predictions.
    package func json(_ listing: Listing, threshold: Double? = nil) -> JSONValue {
        .object([
            "kind": .string("runs of one machine"),
            "runs": .array(runs.map(\.json)),
            "differences": .array(
                differences.map {
                    .object(["name": .string($0.name), "values": .array($0.values.map(JSONValue.string))])
                }),
            "counts": .object([
                "compared": .integer(changes.count),
                "moved": .integer(changes.count { $0.verdict == .moved }),
                "unclear": .integer(changes.count { $0.verdict == .unclear }),
                "within_noise": .integer(changes.count { $0.verdict == .withinNoise }),
                "only_first": .integer(onlyFirst.count), "only_last": .integer(onlyLast.count),
            ]),
            "figures": .array(listed(listing).map { $0.json(threshold: threshold) }),
            "predictions": .array(predictions.map(\.json)),
            "threshold": threshold.map(JSONValue.number) ?? .null,
            "regressions": threshold.map { .integer(regressions(beyond: $0).count) } ?? .null,
        ])
    }
}

extension ComparedRun {
    var json: JSONValue {
        .object([
            "file": .string(name), "host": .string(result.host), "machine": .string(machine),
            "started_at": .string(result.startedAt), "program_version": .string(result.programVersion),
        ])
    }
}

extension FigureChange {
    fileprivate var sense: String { change == 0 ? "same" : isWorse ? "worse" : "better" }

    fileprivate func json(threshold: Double?) -> JSONValue {
        var members: [String: JSONValue] = [
            "probe": .string(first.probe), "quantity": .string(first.quantity), "name": .string(first.name),
            "unit": .string(first.unit), "labels": .object(first.labels.mapValues(JSONValue.string)),
            "first": firstValue.json, "last": lastValue.json, "change": .number(change), "sense": .string(sense),
            "verdict": .string(verdict.rawValue), "p": .number(probability), "p_adjusted": .number(adjusted),
            "detail": .bool(first.rank == .detail),
        ]
        if !note.isEmpty { members["note"] = .string(note) }
        if let threshold { members["regression"] = .bool(isRegression(beyond: threshold)) }
        return .object(members)
    }
}

extension MeasuredFigure.Value {
    var json: JSONValue {
        .object([
            "median": .number(median), "low": .number(low), "high": .number(high), "n": .integer(count),
            "best": best.map(JSONValue.number) ?? .null,
        ])
    }
}

extension PredictionChange {
    fileprivate var json: JSONValue {
        .object([
            "model": .string(model), "quantization": .string(format),
            "tokens_per_second": .array(rates.map { $0?.json ?? .null }),
            "change": change.map(JSONValue.number) ?? .null,
        ])
    }
}

extension Estimate<Double> {
    var json: JSONValue {
        .object(["median": .number(median), "low": .number(low), "high": .number(high)])
    }
}
