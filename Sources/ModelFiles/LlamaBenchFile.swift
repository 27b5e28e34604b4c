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
        var reader = JSONReader(bytes)
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
