import Report
import Testing

/// The Markdown of our sections, turned into HTML.
@Suite struct HTMLConverterTests {
    private func html(_ markdown: String) -> String {
        let text = HTMLPage(markdown: markdown).fragment
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }

    @Test(arguments: [
        ("# One\n", "<h1 id=\"s-one\">One</h1>"),
        ("### Node *matrix*", "<h3 id=\"s-node-matrix\">Node <em>matrix</em></h3>"),
        ("a\nb\n\nc", "<p>a b</p>\n<p>c</p>"),
        ("#no heading", "<p>#no heading</p>"), ("####### seven", "<p>####### seven</p>"),
        ("> said\n> so\n", "<blockquote>\n<p>said so</p>\n</blockquote>"),
        ("```sh\nls <x> | cat\n\n**b**\n```\nafter", "CODEls &lt;x&gt; | cat\n\n**b**</code></pre>\n<p>after</p>"),
        ("```\nno end", "CODEno end</code></pre>"),
    ])
    func blocks(markdown: String, expected: String) {
        let expected = expected.hasPrefix("CODE") ? "<pre tabindex=\"0\"><code>" + expected.dropFirst(4) : expected
        #expect(html(markdown) == expected)
    }

    @Test(arguments: [
        ("**bold** and *leaning*", "<strong>bold</strong> and <em>leaning</em>"),
        ("***both***", "<strong><em>both</em></strong>"), ("*a **b** c*", "<em>a <strong>b</strong> c</em>"),
        ("**a *b* c**", "<strong>a <em>b</em> c</strong>"),
        ("2 * 3 * 4", "2 * 3 * 4"), ("a* b*", "a* b*"), ("**open", "**open"), ("*open", "*open"),
        ("E_par and _x_", "E_par and _x_"),
        ("pass --memory. a--b", "pass <span class=\"option\">--memory.</span> a--b"),
        ("`-t 8`", "<code>-t 8</code>"), ("`a *b* <c> \\d &lt;`", "<code>a *b* &lt;c&gt; \\d &amp;lt;</code>"),
        ("`` a`b ``", "<code>a`b</code>"), ("`open", "`open"), ("*a `*` b*", "<em>a <code>*</code> b</em>"),
        ("\\*no\\* \\`no\\` \\[x\\] \\\\ \\| \\q", "*no* `no` [x] \\ | \\q"),
        ("&lt;b> &amp; &gt; &nbsp; &copy; R&D", "&lt;b&gt; &amp; &gt; &amp;nbsp; &amp;copy; R&amp;D"),
        ("\"it's\"", "&quot;it&#39;s&quot;"), ("end\\", "end\\"),
        ("[there](#s-node)", "<a href=\"#s-node\">there</a>"),
        (
            "[a *b*](https://x.org/?a=1&b=\"2\")",
            "<a href=\"https://x.org/?a=1&amp;b=&quot;2&quot;\" rel=\"noreferrer\">a <em>b</em></a>"
        ),
        ("[x](javascript:alert(1))", "[x](javascript:alert(1))"), ("[x](http://a.b)", "[x](http://a.b)"),
        ("[x](DATA:text/html,1)", "[x](DATA:text/html,1)"), ("[x] (y)", "[x] (y)"), ("[x", "[x"),
        ("see ![alt](x.svg)", "see ![alt](x.svg)"),
    ])
    func spans(markdown: String, expected: String) {
        #expect(html(markdown) == "<p>\(expected)</p>")
    }

    @Test func listsHoldBlocks() {
        #expect(
            html("- a\n- **b:** c\n  goes on\n") == "<ul>\n<li>a</li>\n<li><strong>b:</strong> c goes on</li>\n</ul>")
        #expect(html("1. a\n2. b") == "<ol>\n<li>a</li>\n<li>b</li>\n</ol>")
        #expect(html("3. a") == "<ol start=\"3\">\n<li>a</li>\n</ol>")
        #expect(html("- a\n\n- b\n\ntext") == "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n<p>text</p>")
        #expect(html("- a\n  - b\n- c") == "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n<li>c</li>\n</ul>")
        #expect(
            html("1. a:\n\n   ```sh\n   x\n     y\n   ```\n2. b")
                == "<ol>\n<li>a:\n<pre tabindex=\"0\"><code>x\n  y</code></pre>\n</li>\n<li>b</li>\n</ol>")
        #expect(html("- a\n## b") == "<ul>\n<li>a</li>\n</ul>\n<h2 id=\"s-b\">b</h2>")
        #expect(html("-a") == "<p>-a</p>")
        #expect(html("1.5 GB\n99999999999. x") == "<p>1.5 GB 99999999999. x</p>")
    }

    @Test func tablesHaveHeadersScopesAndSides() {
        let rows = "| a \\| b | 1.0 | ██░░ |\n|      | *2* |\n| `x\\|y` | 3 | z | 4 |\n"
        let text = html("## H\n\n| Name | GB/s |   |\n| ---- | ---: | - |\n\(rows)")
        for part in [
            "<div class=\"scroll\" role=\"group\" aria-label=\"Table: H\" tabindex=\"0\">",
            "<table class=\"narrow short\">\n<thead><tr>",
            "<th scope=\"col\">Name</th><th scope=\"col\" class=\"number\">GB/s</th><td></td></tr></thead>",
            "<tr><th scope=\"row\">a | b</th><td class=\"number\">1.0</td>"
                + "<td class=\"bar\"><span aria-hidden=\"true\">██░░</span></td></tr>",
        ] {
            #expect(text.contains(part), "\(part)")
        }
        #expect(
            text.contains("<tr><td></td><td class=\"number\"><em>2</em></td><td></td></tr>"), "short rows are filled")
        #expect(text.contains("<tr><th scope=\"row\"><code>x|y</code></th><td class=\"number\">3</td><td>z</td></tr>"))
        #expect(html("| a |\n| b |") == "<p>| a | | b |</p>", "without a rule it is text")
        #expect(html("|\n|-|").contains("<table"), "nothing in it is no crash")
    }

    @Test func manyColumnsAndLongTextHaveClassesOfTheirOwn() {
        let row = "|" + String(repeating: " 1 |", count: 24) + "\n"
        let rule = "|" + String(repeating: " -: |", count: 24) + "\n"
        #expect(html(row + rule + row).contains("<table class=\"widest short\">"))
        let long = String(repeating: "word ", count: 9)
        let text = html("| a | b |\n| - | - |\n| c | \(long) |\n| d | e |\n")
        #expect(text.contains("<td class=\"long\">e</td>"), "all cells of a column are alike")
    }

    @Test func detailsHoldBlocks() {
        let text = html("<details><summary>All *of* it</summary>\n\n- a\n\n</details>\n\nb")
        #expect(
            text == "<details>\n<summary>All <em>of</em> it</summary>\n<ul>\n<li>a</li>\n</ul>\n</details>\n<p>b</p>")
        #expect(
            html("<details>\n<b>x</b>") == "<p>&lt;details&gt; &lt;b&gt;x&lt;/b&gt;</p>",
            "no other HTML is let through")
    }

    @Test func figuresAreInThePage() throws {
        let figure = PlotExamples.bandwidth.figure
        let page = HTMLPage(markdown: "![words \\[a\\] (b)](\(figure.name).svg)\n", figures: [figure])
        #expect(page.fragment == "<figure tabindex=\"0\">\n\(figure.svg)</figure>\n")
        #expect(html("![words \\[a\\] &lt;b> (c)](other.svg)") == "<p>words [a] &lt;b&gt; (c)</p>")
        #expect(!html("![x](https://a.b/c.png)").contains("<img"))
    }

    @Test func anchorsAreUniqueAndTame() {
        let text = html("## A \"b\"\n## a b\n## a b\n## a b 2\n## Zürich &lt;x>\n## ‽\n## ‽\n")
        let anchors = text.split(separator: "\n").compactMap { $0.split(separator: "\"").dropFirst().first }
        #expect(anchors == ["s-a-b", "s-a-b-2", "s-a-b-3", "s-a-b-2-2", "s-z-rich-x", "s", "s-2"])
    }

    @Test func controlCharactersAndTurnedWritingAreLeftOut() {
        let text = html("a\u{0}b\u{1B}[2Jc\u{202E}d\u{FFFE}e\r\u{85}\n\n```\nx\u{7}y\n```")
        #expect(
            text.unicodeScalars.allSatisfy { $0 == "\n" || ($0.value >= 32 && $0.value != 0x85 && $0.value != 127) })
        #expect(!text.contains("\u{202E}") && !text.unicodeScalars.contains("\u{FFFE}"))
    }

    /// Nobody writes this; it must end, and not crash.
    @Test(.timeLimit(.minutes(10))) func badlyNestedTextIsText() {
        for piece in [
            "*", "**a", "`", "[", "](", "- ", "> ", "\\", "|", "<details><summary></summary>\n", "1. ", "![", "&",
        ] {
            let text = String(repeating: piece, count: 400)
            #expect(!html(text).isEmpty)
            #expect(!html(String(repeating: text + "\n", count: 3)).contains("<script"))
        }
    }
}
