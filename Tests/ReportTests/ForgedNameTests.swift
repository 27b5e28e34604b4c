import Catalog
import Records
import Report
import Testing

/// Names in a result that nobody checks when it is read.
@Suite struct ForgedNameTests {
    @Test func namesOfPagesActOnNothing() throws {
        let evil = "\u{1B}[31m<script>![i](http://e/x)\n# forged"
        var result = try Examples.twoSocketServerWithInference()
        for (name, record) in result.records {
            result.records[name] = Self.forged(record, ["pageSize", "page_size"], evil)
        }
        let text = try HardwareReport(result, catalog: try Catalog.builtIn()).markdown
        #expect(text.contains("&lt;script>"), "it is still told")
        #expect(!text.contains("\u{1B}") && !text.contains("<script>") && !text.contains("\n# forged"))
    }

    private static func forged(_ value: JSONValue, _ names: Set<String>, _ text: String) -> JSONValue {
        switch value {
        case .object(let members):
            .object(
                Dictionary(
                    uniqueKeysWithValues: members.map {
                        ($0, names.contains($0) ? .string(text) : forged($1, names, text))
                    }))
        case .array(let elements): .array(elements.map { forged($0, names, text) })
        default: value
        }
    }
}
