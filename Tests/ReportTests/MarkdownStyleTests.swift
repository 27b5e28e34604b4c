import Catalog
import Records
import Report
import SystemPackage
import Testing
import TestSupport

/// What a style checker for Markdown would say of our reports.
@Suite struct MarkdownStyleTests {
    @Test func reportsKeepTheRules() throws {
        let results = [
            try Examples.twoSocketServer(), try Examples.twoSocketServerWithInference(), try HybridDesktop.result(),
            try Examples.ratedServer(),
            RunResult(host: "empty", startedAt: "never", command: ["probe", "all"], given: GivenFacts()),
        ]
        for result in results {
            let report = try HardwareReport(result, catalog: try Catalog.builtIn())
            #expect(MarkdownStyle.problems(report.markdown) == [], "\(result.host)")
            let bare = try HardwareReport(result, catalog: try Catalog.builtIn(), figures: .none)
            #expect(MarkdownStyle.problems(bare.markdown) == [], "\(result.host), without figures")
        }
    }

    @Test func theCommittedReportsKeepTheRules() throws {
        let folder = Repository.root.appending("reports/vm")
        let names = TextFile.names(in: folder)
        #expect(!names.isEmpty)
        for name in names {
            let text = try TextFile.read(folder.appending(name).appending("report.md"))
            #expect(MarkdownStyle.problems(text) == [], "\(name)")
        }
    }

    @Test(arguments: [
        ("MD001", "# A\n\n### B\n"), ("MD009", "# A\n\nb \n"), ("MD010", "# A\n\nb\tc\n"),
        ("MD012", "# A\n\n\nb\n"), ("MD022", "# A\nb\n"), ("MD022", "# A\n\nb\n## C\n"),
        ("MD024", "# A\n\n## B\n\n## B\n"), ("MD025", "# A\n\n# B\n"), ("MD026", "# A:\n"),
        ("MD031", "# A\n\nb\n```sh\nc\n```\n"), ("MD031", "# A\n\n```sh\nc\n```\nd\n"),
        ("MD032", "# A\n\nb\n- c\n"), ("MD032", "# A\n\n- c\nd\n"), ("MD034", "# A\n\nsee https://example.org\n"),
        ("MD040", "# A\n\n```\nb\n```\n"), ("MD041", "a\n"), ("MD045", "# A\n\n![](b.svg)\n"), ("MD047", "# A"),
        ("MD047", "# A\n\n"), ("MD055", "# A\n\n| b | c |\n| - | - |\n| d | e\n"),
        ("MD056", "# A\n\n| b | c |\n| - | - |\n| d \\| e |\n"), ("MD058", "# A\n\nb\n| c |\n| - |\n"),
    ])
    func aBrokenRuleIsFound(rule: String, text: String) {
        let problems = MarkdownStyle.problems(text)
        #expect(problems.contains { $0.contains(rule) }, "\(problems)")
    }

    @Test func whatIsRightPasses() {
        let text = """
            # A

            b

            - c
              d
            - e

            ## F

            | g \\| h | i |
            | ------ | - |
            | j      | k |

            ```sh
            # no heading
            ```

            ![l](m.svg)

            """
        #expect(MarkdownStyle.problems(text) == [])
    }
}
