import Catalog
import Quantities
import Records
import Tables
import TokenModel

/// A page on theory as JSON: plain numbers at the top, where each comes from in an object beside them; null says that a
/// figure is not known.
package struct TheoryRow {
    private let page: TheoryPage
    private var facts: MachineFacts { page.facts }

    package init(_ page: TheoryPage) { self.page = page }

    package var json: JSONValue {
        var object: [String: JSONValue] = ["name": .string(facts.name.printable)]
        for (name, value) in figures { object[name] = value.flatMap { $0.isFinite ? .number($0) : nil } ?? .null }
        for (name, value) in counts { object[name] = value.map { .integer($0) } ?? .null }
        object["platform"] = facts.platform.map { .string($0.name) } ?? .null
        object["memory_type"] = facts.memoryType.map { .string($0.value) } ?? .null
        object["bound"] = facts.binding.map { .string($0.rawValue) } ?? .null
        object["provenance"] = .object(provenance)
        object["ranges"] = .object(
            Dictionary(facts.ranges.map { ($0.quantity, .string($0.range)) }, uniquingKeysWith: { first, _ in first }))
        object["cores_by_kind"] = .array(facts.cores.map(\.json))
        object["models"] = .array(page.forecasts.map { $0.json(page.price) })
        object["upgrades"] = .array(facts.upgrades.map(\.json))
        object["published"] = .array(page.published.map(\.json))
        object["spread"] = page.share.map(\.json) ?? .null
        return .object(object)
    }

    /// Names carry the unit.
    private var figures: [(String, Double?)] {
        let only = page.forecasts.count == 1 ? page.forecasts.first : nil
        let generation = only?.generation?.map(\.value), prompt = only?.prompt?.map(\.value)
        return [
            ("bw_ram_gb_s", facts.dram?.gigabytesPerSecond), ("bw_cpu_gb_s", facts.fabric?.gigabytesPerSecond),
            ("bw_cpu_write_gb_s", facts.fabricWrite?.gigabytesPerSecond),
            ("bw_gb_s", facts.theoreticalBandwidth?.gigabytesPerSecond),
            ("bw_socket_gb_s", facts.bandwidthPerSocket?.gigabytesPerSecond),
            ("bw_high_gb_s", (facts.highest ?? facts).theoreticalBandwidth?.gigabytesPerSecond),
            ("fclk_ghz", facts.fabricGHz?.value), ("capacity_gb", facts.capacity?.value.gigabytes),
            ("peak_fp32_gflop_s", facts.peak("fp32")?.gigaPerSecond),
            ("peak_bf16_gflop_s", facts.peak("bf16")?.gigaPerSecond),
            ("peak_int8_gop_s", facts.peak("int8")?.gigaPerSecond),
            ("peak_amx_int8_gop_s", facts.peak("amx_int8")?.gigaPerSecond),
            ("e_par", page.efficiency), ("measured_peak_share", page.peakShare),
            ("tg_t_s", only?.ceiling?.value), ("tg_expected_t_s", generation?.median),
            ("tg_low", generation?.low), ("tg_high", generation?.high),
            ("pp_expected_t_s", prompt?.median), ("pp_low", prompt?.low), ("pp_high", prompt?.high),
            ("price", page.price?.units),
        ]
    }

    private var counts: [(String, Int?)] {
        [
            ("sockets", facts.sockets?.value), ("channels", facts.channels?.value),
            ("channel_bits", facts.channelWidth?.value), ("mt_s", facts.megatransfers?.value),
            ("ccds", facts.chiplets?.value), ("ccds_needed", facts.chipletsNeeded),
            ("bytes_per_fclk", facts.readBytesPerClock?.value),
            ("cores", facts.cores.isEmpty ? nil : facts.coreCount),
        ]
    }

    /// Of each fact, and of each figure that follows from facts the least sure of them.
    private var provenance: [String: JSONValue] {
        let weakest = facts.weakestProvenance
        let peaks = ["fp32", "bf16"].map { ("peak_\($0)_gflop_s", facts.peakProvenance($0)) }
        let all: [(String, Provenance?)] =
            [
                ("sockets", facts.sockets?.provenance), ("channels", facts.channels?.provenance),
                ("channel_bits", facts.channelWidth?.provenance), ("mt_s", facts.megatransfers?.provenance),
                ("memory_type", facts.memoryType?.provenance), ("ccds", facts.chiplets?.provenance),
                ("fclk_ghz", facts.fabricGHz?.provenance), ("bytes_per_fclk", facts.readBytesPerClock?.provenance),
                ("capacity_gb", facts.capacity?.provenance), ("bw_ram_gb_s", facts.dramProvenance),
                ("bw_cpu_gb_s", facts.fabricProvenance), ("bw_gb_s", weakest), ("tg_t_s", weakest),
                ("peak_int8_gop_s", facts.peakProvenance("int8")),
            ] + peaks
        return Dictionary(
            all.compactMap { name, provenance in provenance.map { (name, .string("\($0)")) } },
            uniquingKeysWith: { first, _ in first })
    }
}

extension MachineFacts.CoreFacts {
    fileprivate var json: JSONValue {
        let peaks = ["fp32", "bf16", "int8", "amx_bf16", "amx_int8"].compactMap { type in
            group(type).map { (type, JSONValue.number($0.corePeak.gigaPerSecond)) }
        }
        return .object([
            "name": name.map { .string($0.printable) } ?? .null, "count": .integer(count),
            "ghz": clock.map { .number($0.value) } ?? .null,
            "core_peak_gop_s": .object(Dictionary(peaks, uniquingKeysWith: { first, _ in first })),
        ])
    }
}

extension TheoreticalForecast {
    fileprivate func json(_ price: Price?) -> JSONValue {
        let generation = generation?.map(\.value), prompt = prompt?.map(\.value)
        let cost = price.flatMap { price in self.generation.map { price.perThousand($0).median } }
        let figures: [(String, Double?)] = [
            ("file_gb", fileSize.gigabytes), ("gb_per_token", demand.bytesPerToken.gigabytes),
            ("tg_t_s", ceiling?.value), ("tg_expected_t_s", generation?.median), ("tg_low", generation?.low),
            ("tg_high", generation?.high), ("pp_expected_t_s", prompt?.median), ("pp_low", prompt?.low),
            ("pp_high", prompt?.high), ("tg_per_1000", cost),
        ]
        var object = Dictionary(
            figures.map { ($0, $1.map { JSONValue.number($0) } ?? .null) }, uniquingKeysWith: { first, _ in first })
        object["model"] = .string(demand.model.name.printable)
        object["quantization"] = .string(demand.format.printable)
        object["fits"] = fits.map { .bool($0) } ?? .null
        for useCase in UseCase.allCases {
            let verdict = useCases?.first { $0.useCase == useCase }?.verdict.rawValue
            object[useCase.rawValue.lowercased()] = verdict.map { .string($0) } ?? .null
        }
        return .object(object)
    }
}

extension Upgrade {
    fileprivate var json: JSONValue {
        .object([
            "change": .string(change), "bw_gb_s": .number(bandwidth.gigabytesPerSecond), "factor": .number(factor),
            "bound": .string(binding.rawValue),
        ])
    }
}

extension PublishedShare {
    fileprivate var json: JSONValue {
        func figure(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
        return .object([
            "model": .string(run.file), "placement": run.placement.map { .string($0) } ?? .null,
            "tg_t_s": .number(run.generationRate), "pp_t_s": figure(run.promptRate),
            "streamed_gb_s": .number(stream.gigabytesPerSecond),
            "theory_gb_s": figure(theory?.gigabytesPerSecond), "streamed_of_theory": figure(streamShare),
            "measured_gb_s": figure(run.measuredGBs),
            "measured_of_theory": figure(measuredShare),
            "source": .string(run.source),
        ])
    }
}

extension ReachedShare {
    fileprivate var json: JSONValue {
        func ends(_ share: Estimate<Double>) -> JSONValue {
            .array([share.low, share.median, share.high].map { .number($0) })
        }
        return .object([
            "class": .string(category), "machines": .array(machines.map { .string($0) }),
            "stream_of_theory": ends(stream), "prompt_of_int8_peak": prompt.map(ends) ?? .null,
        ])
    }
}

extension TheoryRow {
    /// One row for each machine and model, for CSV.
    package static func table(_ pages: [TheoryPage]) -> Table {
        let columns = [
            "machine", "bw_ram_gb_s", "bw_cpu_gb_s", "bw_gb_s", "bound", "peak_fp32_gflop_s", "peak_int8_gop_s",
            "model", "quantization", "file_gb", "tg_t_s", "tg_expected_t_s", "tg_low", "tg_high", "pp_expected_t_s",
            "pp_low", "pp_high", "price",
        ]
        return Table(columns.map { .init($0) }, rows: pages.flatMap(rows))
    }

    private static func rows(_ page: TheoryPage) -> [[String]] {
        func figure(_ value: Double?) -> String { value.flatMap { $0.isFinite ? $0.fixed(4) : nil } ?? "" }
        let facts = page.facts
        let machine =
            [facts.name.printable]
            + [facts.dram, facts.fabric, facts.theoreticalBandwidth].map { figure($0?.gigabytesPerSecond) }
            + [facts.binding?.rawValue ?? ""] + ["fp32", "int8"].map { figure(facts.peak($0)?.gigaPerSecond) }
        let price = figure(page.price?.units)
        guard !page.forecasts.isEmpty else { return [machine + Array(repeating: "", count: 10) + [price]] }
        return page.forecasts.map { forecast in
            let generation = forecast.generation?.map(\.value), prompt = forecast.prompt?.map(\.value)
            let speeds = [
                forecast.ceiling?.value, generation?.median, generation?.low, generation?.high, prompt?.median,
                prompt?.low, prompt?.high,
            ]
            return machine
                + [
                    forecast.demand.model.name.printable, forecast.demand.format.printable,
                    figure(forecast.fileSize.gigabytes),
                ] + speeds.map(figure) + [price]
        }
    }
}
