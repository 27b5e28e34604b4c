import FoundationEssentials

/// Records and results as JSON, and back with errors that say what to do.
package enum RecordCoding {
    /// Sorted keys, so that the same record is the same bytes.
    package static func encode(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        do {
            return Array(try encoder.encode(value)).escapedForTerminals + [UInt8(ascii: "\n")]
        } catch {
            throw Failure(
                .internalError, cannot: "write the record as JSON", because: "\(error)",
                remedy: "Report this as a bug, with the command that led to it")
        }
    }

    /// A run's result. A single program's record is read too, as the result of a run of that one program.
    /// - Parameter source: what to call the input in an error.
    package static func result(from bytes: [UInt8], source: String) throws -> RunResult {
        let value = try value(of: bytes, source: source)
        let head = try decode(Head.self, from: value, source: source)
        try check(head, source: source)
        guard let probe = head.probe else { return try decode(RunResult.self, from: value, source: source) }
        let record = try decode(Record<JSONValue>.self, from: value, source: source)
        var result = RunResult(
            host: record.environment.host, startedAt: record.startedAt,
            command: ["probe", probe] + record.arguments, given: GivenFacts())
        result.seconds = record.seconds
        result.runs = [ProbeRun(name: probe, program: "probe-\(probe)", outcome: .succeeded, seconds: record.seconds)]
        result.records = [probe: value]
        return result
    }

    /// The record a program wrote, checked but kept whole.
    /// - Parameter probe: the program's name without "probe-"; details of a kind known here must read as such, so that
    ///   the report cannot stumble over them later.
    package static func record(from bytes: [UInt8], source: String, probe: String) throws -> JSONValue {
        let value = try value(of: bytes, source: source)
        let head = try decode(Head.self, from: value, source: source)
        try check(head, source: source)
        func read<Details: Codable & Sendable>(_ details: Details.Type) throws {
            _ = try decode(Record<Details>.self, from: value, source: source).checked(source: source)
        }
        switch probe {
        case "topology": try read(TopologyDetails.self)
        case "bandwidth": try read(BandwidthDetails.self)
        case "latency": try read(LatencyDetails.self)
        case "flops": try read(FlopsDetails.self)
        case "smt": try read(SMTDetails.self)
        case "scaling": try read(ScalingDetails.self)
        case "inference": try read(InferenceDetails.self)
        case "storage": try read(StorageDetails.self)
        default:
            // Others' programs have versions of their own.
            try read(JSONValue.self)
            return value
        }
        try checkVersion(head, source: source)
        return value
    }

    /// A program of another version may mean something else by the same words.
    private static func checkVersion(_ head: Head, source: String) throws {
        guard let version = head.programVersion, version != Schema.programVersion else { return }
        throw Failure(
            .badData, cannot: "use \(source)",
            because: "it is of version \(version), and this is probe \(Schema.programVersion)",
            remedy: "Install all programs of probe anew")
    }

    /// What a program wrote for --describe.
    package static func decodeDescription(_ bytes: [UInt8]) throws -> ProbeDescription {
        try decode(ProbeDescription.self, from: bytes, source: "the description")
    }

    static func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8], source: String) throws -> Value {
        try decode(type, from: try value(of: bytes, source: source), source: source)
    }

    private static func value(of bytes: [UInt8], source: String) throws -> JSONValue {
        func refusal(_ cause: String) -> Failure {
            Failure(
                .badData, cannot: "read \(source)", because: cause,
                remedy: "Pass a result.json that `probe all` wrote, or what a probe wrote with --format json")
        }
        let value: JSONValue
        do {
            // Raw samples of a machine of dozens of nodes: every value takes two bytes at least.
            value = try JSONReader.value(bytes, valuesAtMost: bytes.count)
        } catch {
            throw refusal("it is no JSON, or cut off: \(error.cause)")
        }
        // What no Double holds could not be written again, and a whole run would be lost with it.
        guard value.isFinite else { throw refusal("a number in it is too great") }
        return value
    }

    static func decode<Value: Decodable>(_ type: Value.Type, from value: JSONValue, source: String) throws -> Value {
        do {
            return try JSONValueDecoder(value).decode(type)
        } catch let error as DecodingError {
            throw Failure(
                .badData, cannot: "read \(source)", because: error.explained,
                remedy: "Pass a result.json that `probe all` wrote, or what a probe wrote with --format json")
        }
    }

    private static func check(_ head: Head, source: String) throws {
        guard head.schemaVersion >= 1 else {
            throw Failure(
                .badData, cannot: "read \(source)", because: "there is no schema \(head.schemaVersion)",
                remedy: "Pass a result.json that `probe all` wrote, or what a probe wrote with --format json")
        }
        guard head.schemaVersion > Schema.version else { return }
        throw Failure(
            .badData, cannot: "read \(source)",
            because:
                "it has schema \(head.schemaVersion), written by probe \(head.programVersion ?? "of a newer version"), "
                + "and probe \(Schema.programVersion) reads schemas up to \(Schema.version)",
            remedy: "Update probe")
    }

    private struct Head: Decodable {
        let schemaVersion: Int
        let programVersion: String?
        let probe: String?
    }
}

extension RunResult {
    /// The record of one program with its details; nil where it has none in this result.
    package func record<Details>(_ probe: String, details: Details.Type) throws -> Record<Details>? {
        guard let value = records[probe] else { return nil }
        let source = "the record of probe-\(probe)"
        return try RecordCoding.decode(Record<Details>.self, from: value, source: source)
            .checked(source: source)
    }

    /// What one program said limits its figures, without the figures; none of a program without a record.
    package func caveats(_ probe: String) -> [Caveat] {
        guard case .object(let members) = records[probe], let caveats = members["caveats"] else { return [] }
        return (try? RecordCoding.decode([Caveat].self, from: caveats, source: probe)) ?? []
    }
}

extension DecodingError {
    /// Which part is wrong, and how.
    var explained: String {
        switch self {
        case .dataCorrupted(let context) where context.codingPath.isEmpty: "it is no JSON, or cut off"
        case .dataCorrupted(let context): "\(Self.place(context)) is wrong: \(context.debugDescription)"
        case .keyNotFound(let key, let context): "\(Self.place(context)) has no '\(key.stringValue)'"
        case .typeMismatch(_, let context): "\(Self.place(context)) is of another type than it must be"
        case .valueNotFound(let type, let context): "\(Self.place(context)) is null instead of \(type)"
        @unknown default: "\(self)"
        }
    }

    private static func place(_ context: Context) -> String {
        let path = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
        return path.isEmpty ? "the file" : "'\(path)'"
    }
}
