import Records
import SystemPackage

/// What llama-bench wrote with `-o json` or `-o jsonl`.
package struct LlamaBenchFile: Sendable {
    /// At least one.
    package let rows: [LlamaBenchRow]

    /// Far more than any run has: a row has about 1500 bytes.
    private static let largestFile = 64 << 20

    private static let remedy = "Pass what `llama-bench -o json` or `-o jsonl` wrote, whole and alone"

    /// - Throws: `Failure` with 66 where the file is missing, 77 where it may not be read, 65 where it is something
    ///   else, cut short, or has a row that cannot be; the row's number and the field are named.
    package init(_ path: FilePath) throws {
        let bytes = try ByteSource.withFile(path, kind: "llama-bench's output") { source in
            guard source.size <= Self.largestFile else {
                throw Self.failure(path.string, "it has \(source.size) bytes")
            }
            return try source.read(0, source.size)
        }
        try self.init(bytes, name: path.string)
    }

    /// From bytes in memory.
    package init(_ bytes: [UInt8], name: String) throws {
        var reader = JSONReader(Self.decoded(bytes))
        var rows: [LlamaBenchRow] = []
        do {
            switch reader.next {
            case nil: throw JSONError(cause: "it is empty")
            case UInt8(ascii: "{"):
                repeat { rows.append(try Self.row(rows.count + 1, &reader)) } while reader.next != nil
            default:
                guard reader.skip("[") else { throw JSONError(cause: "it is no JSON: it starts with neither [ nor {") }
                if reader.skip("]") { throw JSONError(cause: "it has no rows") }
                repeat { rows.append(try Self.row(rows.count + 1, &reader)) } while reader.skip(",")
                guard reader.skip("]"), reader.next == nil else {
                    throw reader.error("it does not end after row \(rows.count)")
                }
            }
        } catch let error as JSONError {
            throw Self.failure(name, error.cause)
        }
        self.rows = rows
    }

    /// UTF-8 without a mark: PowerShell's ">" writes UTF-16, and puts a mark before UTF-8.
    private static func decoded(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.count > 1 else { return bytes }
        return switch (bytes[0], bytes[1]) {
        case (0xEF, 0xBB): bytes.dropFirst(2).first == 0xBF ? Array(bytes.dropFirst(3)) : bytes
        case (0xFF, 0xFE): utf8(bytes.dropFirst(2)) { UInt16($0) | UInt16($1) << 8 }
        case (0xFE, 0xFF): utf8(bytes.dropFirst(2)) { UInt16($0) << 8 | UInt16($1) }
        // Without a mark: JSON begins with a character of one byte, beside which UTF-16 has a zero.
        case (1..., 0): utf8(bytes[...]) { UInt16($0) | UInt16($1) << 8 }
        case (0, 1...): utf8(bytes[...]) { UInt16($0) << 8 | UInt16($1) }
        default: bytes
        }
    }

    /// - Parameter unit: of two bytes in the file's order; one that is left over becomes what no JSON has.
    private static func utf8(_ bytes: ArraySlice<UInt8>, _ unit: (UInt8, UInt8) -> UInt16) -> [UInt8] {
        let pairs = stride(from: bytes.startIndex, to: bytes.endIndex - 1, by: 2)
        let text = String(decoding: pairs.map { unit(bytes[$0], bytes[$0 + 1]) }, as: UTF16.self)
        return Array(text.utf8) + (bytes.count % 2 == 0 ? [] : [0])
    }

    private static func row(_ number: Int, _ reader: inout JSONReader) throws(JSONError) -> LlamaBenchRow {
        let value: JSONValue
        do {
            value = try reader.value()
        } catch {
            throw JSONError(cause: "row \(number) is no JSON: \(error.cause)")
        }
        guard let fields = JSONFields(value) else { throw JSONError(cause: "row \(number) is no object") }
        do {
            return try LlamaBenchRow(fields)
        } catch {
            throw JSONError(cause: "row \(number): \(error.cause)")
        }
    }

    private static func failure(_ name: String, _ cause: String) -> Failure {
        Failure(.badData, cannot: "read \(name)", because: cause, remedy: remedy)
    }
}
