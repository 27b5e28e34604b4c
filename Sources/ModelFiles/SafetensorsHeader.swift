import Records

/// A tensor of a safetensors file.
package struct SafetensorsTensor: Hashable, Sendable {
    package let name: String
    /// As the file names it: "BF16".
    package let type: String
    /// Rows first, as PyTorch has it: [out, in].
    package let shape: [Int]
    package let bytes: Int
    /// In bytes from the start of the weights.
    fileprivate let start: Int
}

/// What stands before the weights of a safetensors file: a length of 64 bits and that much JSON.
package struct SafetensorsHeader: Sendable {
    package let tensors: [SafetensorsTensor]

    /// The format's own limit.
    private static let longest = 100_000_000

    /// - Throws: `Failure` with 65 where it is no safetensors file, cut short or damaged, or of a type we do not know.
    package init(_ source: ByteSource) throws {
        guard source.size <= ByteSource.largestFile else { throw source.damaged("it has \(source.size) bytes") }
        guard source.size >= 8 else { throw source.cutShort("the length of the header", missing: 8 - source.size) }
        let length = try source.read(0, 8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard length <= Self.longest else {
            throw source.damaged("its header is said to have \(length) bytes, and the format allows \(Self.longest)")
        }
        let size = Int(length)
        guard size <= source.size - 8 else { throw source.cutShort("the header", missing: size - (source.size - 8)) }
        let fields = try Self.object(try source.read(8, size), source)
        tensors = try fields.filter { $0.key != "__metadata__" }.map { try Self.tensor($0.key, $0.value, source) }
            .sorted { ($0.start, $0.name) < ($1.start, $1.name) }
        try Self.checkPlaces(tensors, available: source.size - 8 - size, source)
    }

    private static func object(_ bytes: [UInt8], _ source: ByteSource) throws -> [String: JSONValue] {
        do {
            guard case .object(let members) = try JSONReader.value(bytes) else {
                throw source.damaged("its header is no JSON object")
            }
            return members
        } catch let error as JSONError {
            throw source.damaged("its header is no JSON: \(error.cause)")
        }
    }

    private static func tensor(_ name: String, _ value: JSONValue, _ source: ByteSource) throws -> SafetensorsTensor {
        // A hostile name may be as long as the file.
        let short = String(name.prefix(200))
        guard let fields = JSONFields(value), case .string(let type) = fields["dtype"],
            let shape = wholeNumbers(fields["shape"]), let offsets = wholeNumbers(fields["data_offsets"]),
            offsets.count == 2, offsets[0] <= offsets[1]
        else { throw source.damaged("\(short) lacks a dtype, a shape or data_offsets that can be") }
        guard let bits = bitsOfTypes[type] else {
            throw Failure(
                .badData, cannot: "read \(source.name)",
                because: "tensor \(short) has the type \(type.prefix(40)), which this program does not know",
                remedy: "Obtain the model in another format, or a newer version of this program")
        }
        var weights = 1
        for size in shape {
            let (product, overflow) = weights.multipliedReportingOverflow(by: size)
            guard !overflow, product <= Int.max / 64 else { throw source.damaged("\(short) has too many weights") }
            weights = product
        }
        let bytes = offsets[1] - offsets[0]
        guard weights * bits == bytes.multipliedReportingOverflow(by: 8).partialValue, bytes <= Int.max / 8 else {
            throw source.damaged("\(short) has \(weights) weights of \(bits) bits in \(bytes) bytes")
        }
        return SafetensorsTensor(name: name, type: type, shape: shape, bytes: bytes, start: offsets[0])
    }

    /// All at least 0; nil for anything else.
    private static func wholeNumbers(_ value: JSONValue?) -> [Int]? {
        guard case .array(let elements) = value else { return nil }
        let numbers = elements.compactMap { if case .integer(let number) = $0, number >= 0 { number } else { nil } }
        return numbers.count == elements.count ? numbers : nil
    }

    /// The format has tensors lie one after another without a gap.
    private static func checkPlaces(_ tensors: [SafetensorsTensor], available: Int, _ source: ByteSource) throws {
        var end = 0
        for tensor in tensors {
            guard tensor.start == end else {
                let kind = tensor.start < end ? "overlaps the tensor before it" : "leaves a gap before it"
                throw source.damaged("\(tensor.name.prefix(200)) \(kind)")
            }
            let (next, overflow) = end.addingReportingOverflow(tensor.bytes)
            guard !overflow else { throw source.damaged("\(tensor.name.prefix(200)) ends beyond 2⁶³ bytes") }
            end = next
        }
        guard end <= available else { throw source.cutShort("the weights", missing: end - available) }
    }

    /// The types of the format, by name.
    private static let bitsOfTypes: [String: Int] = [
        "BOOL": 8, "U8": 8, "I8": 8, "U16": 16, "I16": 16, "U32": 32, "I32": 32, "U64": 64, "I64": 64, "F4": 4,
        "F6_E2M3": 6, "F6_E3M2": 6, "F8_E5M2": 8, "F8_E4M3": 8, "F8_E8M0": 8, "F8_E4M3FNUZ": 8, "F8_E5M2FNUZ": 8,
        "F16": 16, "BF16": 16, "F32": 32, "F64": 64, "C64": 64,
    ]
}
