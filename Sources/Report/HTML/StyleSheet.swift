/// How a page looks: on a phone, on a wide screen, in the dark and on paper.
enum StyleSheet {
    static let text = colours + words + tables + pictures + wide + paper

    /// Each text colour has at least 4.5 : 1 against each ground (WCAG 2); a test computes it. Paper is always light.
    private static let colours = """
        :root { color-scheme: light dark;
          --ground: #ffffff; --panel: #f4f5f7; --ink: #1b1f24; --quiet: #545b64; --link: #0a53a0;
          --rule: #d4d8dd; }
        @media screen and (prefers-color-scheme: dark) { :root {
          --ground: #14171b; --panel: #1f2329; --ink: #e3e6ea; --quiet: #a9b0b9; --link: #8fbcf5;
          --rule: #3b414a; } }

        """

    private static let words = """
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
        body { margin: 0 auto; padding: 1rem; max-width: 60rem; background: var(--ground); color: var(--ink);
          font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
          overflow-wrap: anywhere; }
        h1, h2, h3, h4 { line-height: 1.25; text-wrap: balance; scroll-margin-top: 1rem; }
        h1 { margin: 0 0 1rem; font-size: 1.6rem; }
        h2 { margin: 3rem 0 .75rem; padding-top: 1.25rem; border-top: 1px solid var(--rule); font-size: 1.3rem; }
        h3 { margin: 2.25rem 0 .5rem; font-size: 1.05rem; }
        h4 { margin: 1.5rem 0 .5rem; font-size: 1rem; }
        p, li { max-width: 46rem; }
        p { margin: .75rem 0; }
        ul, ol { margin: .75rem 0; padding-left: 1.25rem; }
        li { margin: .35rem 0; }
        header > ul:first-of-type { padding: 1rem 1rem 1rem 2rem; background: var(--panel); border-radius: .5rem; }
        header > p:last-child { color: var(--quiet); font-size: .875rem; }
        blockquote { margin: .75rem 0; padding: .1rem 1rem; border-left: 3px solid var(--rule); }
        a { color: var(--link); }
        code { font: .875em/1.45 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
        :not(pre) > code { padding: .1em .3em; background: var(--panel); border-radius: .25em; }
        pre { margin: .75rem 0; padding: .75rem 1rem; overflow-x: auto; background: var(--panel);
          border-radius: .5rem; }
        .option { white-space: nowrap; }
        details { margin: 1rem 0; }
        summary { padding: .35rem 0; color: var(--link); cursor: pointer; }
        nav { font-size: .875rem; }
        nav ul { display: flex; flex-wrap: wrap; gap: 0 1rem; margin: 0; padding: 0; list-style: none; }
        nav ul ul { display: none; }
        nav li { margin: 0; }
        nav a { display: inline-block; padding: .25rem 0; text-decoration: none; }
        nav a:hover { text-decoration: underline; }
        :focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }

        """

    private static let tables = """
        .scroll { margin: 1rem 0; overflow-x: auto;
          background: linear-gradient(var(--ground), var(--ground)) right / 1.25rem 100% no-repeat local,
            linear-gradient(to left, var(--rule), transparent) right / 1rem 100% no-repeat scroll; }
        table { border-collapse: collapse; font-size: .875rem; line-height: 1.4; overflow-wrap: normal;
          font-variant-numeric: tabular-nums; }
        th, td { padding: .3rem .65rem; border-bottom: 1px solid var(--rule); text-align: left; vertical-align: top; }
        td { white-space: nowrap; }
        thead th, thead td { background: var(--panel); vertical-align: bottom; }
        tbody th { position: sticky; left: 0; background: var(--ground); font-weight: normal; }
        tbody tr:hover > * { background: var(--panel); }
        .number { text-align: right; }
        td.long { min-width: 12rem; white-space: normal; }
        .bar { letter-spacing: 0; color: var(--quiet); font-family: ui-monospace, "DejaVu Sans Mono", monospace; }

        """

    /// The pictures have a white ground of their own.
    private static let pictures = """
        figure { margin: 1.25rem 0; padding: .25rem; max-width: 45rem; overflow-x: auto; background: #ffffff;
          border: 1px solid var(--rule); border-radius: .5rem; }
        figure svg { display: block; width: 100%; min-width: 32rem; height: auto; }

        """

    private static let wide = """
        @media (min-width: 40rem) { tbody th:not(.long) { white-space: nowrap; } }
        @media (max-width: 40rem) { tbody th { max-width: 9.5rem; } }
        @media (min-width: 75rem) {
          body { display: grid; grid-template-columns: 15rem minmax(0, 60rem); gap: 0 3rem; max-width: 78rem;
            padding: 2rem; align-content: start; }
          header, main { grid-column: 2; }
          nav { grid-column: 1; grid-row: 1 / span 2; position: sticky; top: 2rem; align-self: start;
            max-height: calc(100vh - 4rem); overflow-y: auto; }
          nav ul, nav ul ul { display: block; }
          nav ul ul { padding-left: 1rem; font-size: .8125rem; }
        }

        """

    private static let paper = """
        @page { margin: 15mm 14mm; }
        @media print {
          body { display: block; max-width: none; padding: 0; font-size: 10pt; }
          nav { display: none; }
          h2 { margin-top: 1.5rem; }
          h1, h2, h3, h4, summary { break-after: avoid; }
          h2 + p, h3 + p { break-after: avoid; break-inside: avoid; }
          p, li { max-width: none; orphans: 3; widows: 3; }
          .scroll, pre, figure { overflow: visible; background: none; }
          summary { color: var(--ink); list-style: none; }
          pre { white-space: pre-wrap; overflow-wrap: anywhere; }
          table { font-size: 7.5pt; }
          table :is(td, th) { padding: .2rem .4rem; }
          table :is(td, th):not(.bar) { white-space: normal; }
          table.wide { font-size: 6.5pt; }
          table.wide :is(td, th) { padding: .15rem .2rem; overflow-wrap: anywhere; }
          table.widest { width: 100%; table-layout: fixed; font-size: 4.3pt; }
          table.widest :is(td, th) { padding: .15rem .04rem; font-weight: normal; overflow-wrap: anywhere; }
          :is(td, th).long { min-width: 0; overflow-wrap: anywhere; }
          tbody th { position: static; }
          thead { display: table-header-group; }
          tr, figure, li, table.short { break-inside: avoid; }
          figure { padding: 0; max-width: 140mm; border: 0; }
          figure svg { min-width: 0; }
          details::details-content { content-visibility: visible; block-size: auto; }
        }

        """
}
