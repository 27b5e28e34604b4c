import Records
import Testing

extension [String: String] {
    /// The record that a program wrote to NAME.json, of the files that came back from a guest. What it said in NAME.err
    /// is told where there is none.
    func record<Details: Codable & Sendable>(
        _ name: String, _ probe: String, _ type: Details.Type
    ) throws -> Record<Details> {
        let errors = self["\(name).err"] ?? ""
        let text = try #require(self["\(name).json"], "\(name): \(errors)")
        let result = try RecordCoding.result(from: Array(text.utf8), source: "\(name) (\(errors))")
        return try #require(try result.record(probe, details: type))
    }
}
