import Catalog
import Quantities
import Records
import Tables
import TokenModel

extension MachineRanking {
    /// What a person reads.
    package var page: ComparisonPage {
        var parts: [ComparisonPage.Part] = [
            .heading("\(entries.count) machines, ranked by generation"), .table(ranking),
            .text(legend), .heading("What was measured"), .table(rates),
        ]
        if hasPrices { parts += [.heading("Tokens/s for each 1000 of the price"), .table(prices)] }
        return ComparisonPage(parts)
    }

    private var hasPrices: Bool { entries.contains { $0.price != nil } }

    /// "example, AMD EPYC 9755, 128 cores"; with the file where several have the same name.
    private func name(_ entry: Entry) -> String {
        let host = entry.run.result.host.printable
        let isOnly = entries.count { $0.run.result.host == entry.run.result.host } == 1
        return isOnly ? host : "\(host) (\(entry.run.name.printable))"
    }

    private var modelColumns: [Table.Column] {
        models.map { .init("\($0.model.name) \($0.format)".printable, .right) }
    }

    private var ranking: Table {
        Table(
            [.init("", .right), .init("Machine"), .init("CPU")] + modelColumns,
            rows: entries.enumerated().map { index, entry in
                ["\(index + 1)", name(entry), entry.run.machine] + entry.generation.map(\.text)
            })
    }

    private var legend: String {
        let isBounded = entries.contains { entry in
            entry.generation.contains { if case .below = $0 { true } else { false } }
        }
        let profiles = entries.compactMap(\.profile).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        let by =
            profiles.isEmpty
            ? ""
            : " by the profile "
                + profiles.map { "\"\($0.printable)\"" }
                .joined(separator: ", ")
        return "Predicted tokens/s of generation with 90 % intervals\(by)."
            + (isBounded
                ? " Where it says \"below\", the result has no rates of inference: read bandwidth over the bytes of a "
                    + "token, which engines do not reach."
                : "")
    }

    private var rates: Table {
        Table(
            [
                .init("Machine"), .init("Read, GB/s", .right), .init("Triad, GB/s", .right),
                .init("Latency, ns", .right), .init("FP32, GOP/s", .right), .init("INT8, GOP/s", .right),
            ],
            rows: entries.map { entry in
                [name(entry)]
                    + [entry.read, entry.triad, entry.latency, entry.fp32, entry.int8].map { $0?.text ?? "–" }
            })
    }

    private var prices: Table {
        Table(
            [.init("Machine"), .init("Price", .right)] + modelColumns,
            rows: entries.map { entry in
                [name(entry), entry.price.map { $0.units.shortest(decimals: 2) } ?? "–"]
                    + models.indices.map { entry.perThousand($0)?.rangeText ?? "–" }
            })
    }

    /// One row for each machine and model.
    package var table: Table {
        let names = [
            "rank", "file", "host", "machine", "model", "quantization", "tg_t_s", "tg_low", "tg_high", "simple_tg_t_s",
            "price", "tg_per_1000", "read_gb_s", "triad_gb_s", "latency_ns", "fp32_gop_s", "int8_gop_s",
        ]
        return Table(
            names.map { .init($0) },
            rows: entries.enumerated().flatMap { rank, entry in
                models.indices.map { row(entry, rank: rank + 1, model: $0) }
            })
    }

    private func row(_ entry: Entry, rank: Int, model: Int) -> [String] {
        let generation = entry.generation[model]
        let figures: [Double?] =
            [
                generation.estimate?.median, generation.estimate?.low, generation.estimate?.high, generation.bound,
                entry.price?.units, entry.perThousand(model)?.median,
            ] + entry.rates.map { $0?.median }
        return [
            "\(rank)", entry.run.name.printable, entry.run.result.host.printable, entry.run.machine,
            models[model].model.name.printable, models[model].format.printable,
        ] + figures.map { $0?.fixed(4) ?? "" }
    }

    /// The same as JSON.
    package var json: JSONValue {
        .object([
            "kind": .string("machines"),
            "machines": .array(
                entries.enumerated().map { rank, entry in
                    let names = ["read_gb_s", "triad_gb_s", "latency_ns", "fp32_gop_s", "int8_gop_s"]
                    let rates = zip(names, entry.rates.map { $0?.json ?? .null })
                    return .object([
                        "rank": .integer(rank + 1), "run": entry.run.json,
                        "price": entry.price.map { .number($0.units) } ?? .null,
                        "rates": .object(Dictionary(rates) { first, _ in first }),
                        "profile": entry.profile.map(JSONValue.string) ?? .null,
                        "generation": .array(models.indices.map { generationJSON(entry, $0) }),
                    ])
                }),
        ])
    }

    private func generationJSON(_ entry: Entry, _ model: Int) -> JSONValue {
        let generation = entry.generation[model]
        return .object([
            "model": .string(models[model].model.name), "quantization": .string(models[model].format),
            "tokens_per_second": generation.estimate?.json ?? .null,
            "simple_tokens_per_second": generation.bound.map(JSONValue.number) ?? .null,
            "fits": generation == .unknown ? .null : .bool(generation != .doesNotFit),
            "tokens_per_second_per_1000": entry.perThousand(model)?.json ?? .null,
        ])
    }
}

extension MachineRanking.Entry {
    /// In the order of the tables.
    fileprivate var rates: [Estimate<Double>?] { [read, triad, latency, fp32, int8] }
}

extension MachineRanking.Generation {
    fileprivate var estimate: Estimate<Double>? { if case .predicted(let rate) = self { rate } else { nil } }
    fileprivate var bound: Double? { if case .below(let rate) = self { rate } else { nil } }

    fileprivate var text: String {
        switch self {
        case .predicted(let rate): rate.rangeText
        case .below(let rate): "below \(rate.significant(3))"
        case .doesNotFit: "does not fit"
        case .unknown: "–"
        }
    }
}
