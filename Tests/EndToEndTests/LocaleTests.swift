import FoundationEssentials
import Records
import SystemPackage
import Testing
import TestSupport

/// The same result makes the same bytes, wherever and whenever. A locale that is not installed is as good: what a
/// program could read of it without the C library is its name.
@Suite struct LocaleTests {
    /// Other digits, other separators, a zone 5¾ hours ahead, and narrow terminals.
    private static let places: [[String: String?]] = [
        ["LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8", "LC_NUMERIC": "de_DE.UTF-8", "TZ": "Europe/Berlin"],
        ["LC_ALL": "ar_EG.UTF-8", "LANG": "ar_EG.UTF-8", "LANGUAGE": "ar", "TZ": "Asia/Kathmandu"],
    ]

    private static let usual: [String: String?] = ["LC_ALL": "C", "LANG": nil, "TZ": "UTC"]

    private static func measured() throws -> String {
        let reports = Repository.root.appending("reports/vm")
        return reports.appending(try #require(TextFile.names(in: reports).last)).appending("result.json").string
    }

    @Test(arguments: [
        ["report", "RESULT", "--format", "markdown"], ["report", "RESULT", "--format", "html"],
        ["predict", "RESULT"], ["predict", "RESULT", "--format", "csv"], ["export", "RESULT"],
        ["export", "RESULT", "--format", "json"], ["export", "RESULT", "--format", "csv"],
        ["compare", "RESULT", "RESULT"], ["theory", "EPYC 9755", "--format", "json"],
    ])
    func noPlaceChangesAByte(command: [String]) async throws {
        let result = try Self.measured()
        let arguments = command.map { $0 == "RESULT" ? result : $0 }
        let usual = try await Command.probe("probe", arguments, environment: Self.usual)
        #expect(usual.code == 0 && usual.output.utf8.count > 200, "\(usual.errors)")
        for place in Self.places {
            let other = try await Command.probe("probe", arguments, environment: place)
            #expect(other.code == 0 && other.output == usual.output, "\(place)")
        }
    }

    @Test func theOrderOfKeysDoesNotMatter() async throws {
        let measured = try Self.measured()
        let value = try JSONDecoder().decode(JSONValue.self, from: Data(try TextFile.bytes(FilePath(measured))))
        let folder = try TemporaryFolder()
        let reversed = try Self.backwards(value)
        #expect(reversed.hasPrefix(#"{"startedAt":"#), "the last key comes first")
        try folder.write(reversed, to: "result.json")
        for arguments in [["report"], ["report", "--format", "html"], ["predict"], ["export"]] {
            let (command, options) = ([arguments[0]], Array(arguments.dropFirst()))
            let one = try await Command.probe("probe", command + [measured] + options)
            let other = try await Command.probe(
                "probe", command + [folder.path.appending("result.json").string] + options)
            #expect(one.code == 0 && one.output == other.output && !one.output.isEmpty, "\(other.errors)")
        }
    }

    /// As JSON with the keys of every object in falling order.
    private static func backwards(_ value: JSONValue) throws -> String {
        switch value {
        case .object(let members):
            let parts = try members.sorted { $0.key > $1.key }.map { key, member in
                "\(try text(key)):\(try backwards(member))"
            }
            return "{" + parts.joined(separator: ",") + "}"
        case .array(let items): return "[" + (try items.map(backwards)).joined(separator: ",") + "]"
        case .string(let string): return try text(string)
        case .number(let number): return "\(number)"
        case .integer(let number): return "\(number)"
        case .bool(let value): return "\(value)"
        case .null: return "null"
        }
    }

    private static func text(_ string: String) throws -> String {
        String(decoding: try JSONEncoder().encode(string), as: UTF8.self)
    }

    /// The newest result is that of the last name, in whichever order the folders were made.
    @Test func theOrderOfFilesDoesNotMatter() async throws {
        let folder = try TemporaryFolder()
        let host = try TextFile.read("/proc/sys/kernel/hostname").filter { $0 != "\n" }
        let name = String(host.map { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) ? $0 : "_" })
        for month in ["10", "12", "02", "11", "01"] {
            try folder.write(
                try HandMadeResult.json(.measured, host: "of month \(month)"),
                to: "reports/\(name)/2026-\(month)-01T00-00-00Z/result.json")
        }
        let run = try await Command.probe("probe", ["report"], folder: folder.path)
        #expect(run.output.hasPrefix("# Hardware report: of month 12\n"), "\(run.errors)")
    }
}
