/// The report's own style: one calm page, light or dark as the reader's system says, and print.
///
/// The colours are the custom properties at the top; a test holds every pair of ink and ground to WCAG AA (4.5 to 1).
/// Blue, orange and green of the charts differ in lightness too, and no meaning hangs on colour alone.
enum Stylesheet {
    static let markup: Markup = """
        <style>
        :root { color-scheme: light dark;
          --page: #f7f6f3; --paper: #ffffff; --ink: #1b2430; --muted: #535e6b; --line: #dcdfe3; --soft: #f1f3f5;
          --accent: #1d5480; --ok-ink: #14533f; --ok: #dff0e8; --bad-ink: #8a2a0b; --bad: #fbe6dc;
          --open-ink: #5c4700; --open: #faf0cd; --some-ink: #5f3200; --some: #f8dcb4; --tag-ink: #3c4754;
          --tag: #e8ebee;
          --bar-total: #3d6c96; --bar-taken: #c47a3c; --bar-added: #2f8573; --bar-soft: #a9b8c6; --bar-cleared: #7a4fa3; }
        @media (prefers-color-scheme: dark) { :root {
          --page: #11151a; --paper: #181d24; --ink: #e4e8ed; --muted: #a2adb9; --line: #303944; --soft: #202730;
          --accent: #8cc0ec; --ok-ink: #93d8bd; --ok: #15332a; --bad-ink: #ffb698; --bad: #45210f;
          --open-ink: #efd67c; --open: #3a3010; --some-ink: #ffcf8f; --some: #4a2f0a; --tag-ink: #c3ccd6;
          --tag: #2b343f;
          --bar-total: #6ea3d1; --bar-taken: #d79255; --bar-added: #55b39d; --bar-soft: #5d6b79; --bar-cleared: #b993dd; } }
        * { box-sizing: border-box; }
        html { background: var(--page); color: var(--ink); -webkit-text-size-adjust: 100%; }
        body { margin: 0; font: 16px/1.55 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
        a { color: var(--accent); text-underline-offset: 2px; }
        a:focus-visible, [tabindex]:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
        .skip { position: absolute; left: -100rem; }
        .skip:focus { left: 1rem; top: 1rem; background: var(--paper); padding: .5rem 1rem; z-index: 1; }
        .frame { max-width: 82rem; margin: 0 auto; padding: 0 1.5rem 3rem; }
        header.title { padding: 2.5rem 0 1.5rem; border-bottom: 1px solid var(--line); margin-bottom: 1.5rem; }
        header.title p { margin: 0; color: var(--muted); }
        h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 .75rem; letter-spacing: -.015em;
          overflow-wrap: anywhere; }
        h2 { font-size: 1.35rem; line-height: 1.3; margin: 0 0 .5rem; letter-spacing: -.01em; }
        h3 { font-size: 1.05rem; margin: 1.75rem 0 .5rem; overflow-wrap: anywhere; }
        h3 .tag { margin-left: .5rem; vertical-align: .1em; }
        p { margin: 0 0 .75rem; max-width: 46rem; }
        main section { padding: 1.75rem 0 1rem; border-top: 1px solid var(--line); }
        main section:first-child { border-top: 0; padding-top: 0; }
        nav.contents { font-size: .9rem; margin-bottom: 2rem; }
        nav.contents ol { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: .2rem 1.25rem; }
        nav.contents a { color: var(--muted); text-decoration: none; }
        nav.contents a:hover { color: var(--accent); text-decoration: underline; }
        dl.facts { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1.25rem; margin: 0; }
        dl.facts dt { color: var(--muted); }
        dl.facts dd { margin: 0; overflow-wrap: anywhere; }
        .lead { color: var(--muted); }
        .scroll { overflow-x: auto; margin: 0 0 1rem; }
        figure.chart { margin: 0 0 1rem; max-width: 46rem; }
        figure.chart figcaption { color: var(--muted); font-size: .875rem; padding-bottom: .4rem; }
        figure.chart svg { display: block; overflow: visible; }
        svg text { font: 13px system-ui, "Segoe UI", Roboto, Arial, sans-serif; fill: var(--ink); }
        svg .value { text-anchor: end; font-variant-numeric: tabular-nums; }
        svg.waterfall text { paint-order: stroke; stroke: var(--page); stroke-width: 3px; stroke-linejoin: round; }
        svg .total { fill: var(--bar-total); } svg .taken { fill: var(--bar-taken); }
        svg .added { fill: var(--bar-added); } svg .soft { fill: var(--bar-soft); }
        svg .none { fill: var(--muted); } svg .cleared { fill: var(--bar-cleared); }
        svg line.limit { stroke: var(--bad-ink); stroke-width: 2; } svg .mark { fill: var(--bad-ink); font-weight: 600; }
        svg .link { stroke: var(--muted); stroke-width: 1; stroke-dasharray: 2 2; }
        table { border-collapse: collapse; width: 100%; background: var(--paper); font-size: .9rem; line-height: 1.4; }
        caption { text-align: left; color: var(--muted); font-size: .875rem; padding: .25rem 0 .4rem; }
        .cap { position: sticky; left: 0; display: inline-block; max-width: min(46rem, calc(100vw - 3rem)); }
        th, td { text-align: left; vertical-align: top; padding: .45rem .6rem; border-bottom: 1px solid var(--line);
          overflow-wrap: anywhere; min-width: 3.5rem; }
        thead th { font-weight: 600; color: var(--muted); background: var(--soft); vertical-align: bottom;
          border-bottom: 1px solid var(--line); overflow-wrap: normal; }
        tbody th, tfoot th { font-weight: 600; min-width: 8rem; }
        tbody th, tfoot th, thead th:first-child { position: sticky; left: 0; }
        tbody th { background: var(--paper); }
        .n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        thead .n { white-space: normal; }
        .n a, .heat { text-decoration-style: dotted; }
        table.dense { font-size: .84rem; }
        table.dense th, table.dense td { padding: .4rem .4rem; min-width: 2.6rem; }
        table.dense td:not(.n) { min-width: 6rem; }
        table.dense thead th { overflow-wrap: break-word; hyphens: auto; }
        table.dense tbody th { min-width: 8.5rem; }
        tr.subtotal th, tr.subtotal td, tfoot th, tfoot td { background: var(--soft); font-weight: 600; }
        tr.alarm th, tr.alarm td { background: var(--bad); color: var(--bad-ink); }
        td small, th small { display: block; font-size: .825rem; font-weight: 400; color: var(--muted); }
        tr.alarm small { color: inherit; }
        .name { overflow-wrap: normal; }
        .wide { display: block; min-width: 14rem; }
        td .tag + .wide { padding-top: .25rem; }
        .reasons { margin: .25rem 0 .5rem; padding-left: 1.1rem; font-size: .85rem; color: var(--muted);
          max-width: 46rem; }
        td .reasons { margin: .3rem 0 0; }
        .plain { margin: 0 0 1rem; padding-left: 1.2rem; max-width: 46rem; }
        .plain li { margin-bottom: .25rem; }
        .tag { display: inline-block; padding: .05rem .5rem; border-radius: .3rem; font-size: .825rem;
          font-weight: 600; white-space: nowrap; background: var(--tag); color: var(--tag-ink); }
        .tag.ok { background: var(--ok); color: var(--ok-ink); }
        .tag.bad { background: var(--bad); color: var(--bad-ink); }
        .tag.open { background: var(--open); color: var(--open-ink); }
        .nd { color: var(--muted); text-decoration: none; font-style: italic; }
        .more { font-size: .875rem; color: var(--muted); }
        .notice { padding: .75rem 1rem; border-left: 4px solid var(--bad-ink); background: var(--bad);
          color: var(--bad-ink); max-width: none; margin: 0 0 1rem; }
        .notice p:last-child, .notice ul { margin-bottom: 0; }
        .calm { padding: .5rem 1rem; border-left: 4px solid var(--ok-ink); background: var(--ok);
          color: var(--ok-ink); max-width: none; }
        .statuses { font-size: 1.05rem; max-width: none; }
        .heat { display: inline-block; white-space: nowrap; min-width: 5rem; padding: .05rem .5rem; border-radius: .3rem; }
        .heat.full { background: var(--ok); color: var(--ok-ink); } .heat.most { background: var(--open); color: var(--open-ink); }
        .heat.some { background: var(--some); color: var(--some-ink); }
        .heat.little { background: var(--bad); color: var(--bad-ink); }
        details { margin: 0 0 1rem; }
        summary { cursor: pointer; color: var(--accent); padding: .25rem 0; }
        summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
        .legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; font-size: .875rem; color: var(--muted); }
        .legend .key { display: inline-block; width: .8rem; height: .8rem; margin-right: .4rem; vertical-align: -.05em; }
        .sign { display: none; }
        .product { background: var(--paper); border: 1px solid var(--line); border-radius: .5rem;
          padding: 1rem 1.25rem .5rem; margin: 0 0 1rem; }
        .product h3 { margin-top: 0; }
        .load { display: block; width: 4rem; height: .25rem; margin: .2rem 0 0 auto; }
        svg .curve { fill: none; stroke: var(--bar-total); stroke-width: 2; vector-effect: non-scaling-stroke; }
        svg .curve.other { stroke: var(--bar-taken); stroke-dasharray: 5 3; }
        svg .axis { stroke: var(--line); stroke-width: 1; vector-effect: non-scaling-stroke; }
        .curves { display: block; width: 100%; height: 9rem; border-bottom: 1px solid var(--line); }
        .legend .key.line { height: 0; border-top: 2px solid var(--bar-total); vertical-align: .3em; }
        .legend .key.other { border-top: 2px dashed var(--bar-taken); }
        .ends { display: flex; justify-content: space-between; font-size: .875rem; color: var(--muted); }
        .days { display: block; width: 10rem; height: .8rem; margin: .25rem 0; }
        code { font: .875em ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
        footer { border-top: 1px solid var(--line); padding-top: 1rem; color: var(--muted); font-size: .875rem; }
        @media screen and (max-width: 90rem) { .sideways::before { content: "Scrolls sideways"; position: sticky; left: 0;
          font-size: .8rem; color: var(--muted); } }
        @media screen and (max-width: 48rem) { td:not(.n) { min-width: 15rem; } }
        @media (min-width: 75rem) {
          .columns { display: grid; grid-template-columns: 11.5rem minmax(0, 1fr); gap: 2.5rem; align-items: start; }
          nav.contents { position: sticky; top: 1.5rem; }
          nav.contents ol { display: block; }
          nav.contents li { padding: .2rem 0; }
        }
        @page wide { size: A4 landscape; }
        @page { size: A4; margin: 16mm 14mm 18mm; @bottom-right { content: counter(page) " / " counter(pages);
          font: 9pt sans-serif; } }
        @media print {
          :root { color-scheme: light;
            --page: #ffffff; --paper: #ffffff; --ink: #1b2430; --muted: #535e6b; --line: #dcdfe3; --soft: #f1f3f5;
            --accent: #1d5480; --ok-ink: #14533f; --ok: #dff0e8; --bad-ink: #8a2a0b; --bad: #fbe6dc;
            --open-ink: #5c4700; --open: #faf0cd; --some-ink: #5f3200; --some: #f8dcb4; --tag-ink: #3c4754;
            --tag: #e8ebee;
            --bar-total: #3d6c96; --bar-taken: #c47a3c; --bar-added: #2f8573; --bar-soft: #a9b8c6; --bar-cleared: #7a4fa3; }
          html { font-size: 10pt; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
          body { font-size: 10pt; line-height: 1.45; }
          header.title { padding-top: 0; }
          .frame { max-width: none; padding: 0; }
          .skip, nav.contents { display: none; }
          .columns { display: block; }
          .scroll { overflow: visible; }
          .landscape { page: wide; }
          .landscape .wide { min-width: 9rem; }
          .cap { max-width: none; position: static; }
          tbody th, tfoot th, thead th:first-child { position: static; }
          header.title .sign { display: flex; gap: 2rem; margin: 1.4rem 0 0; max-width: none; }
          .sign span { flex: 1; border-top: 1px solid var(--line); padding-top: .25rem; }
          table.dense { font-size: 7pt; }
          table.dense th, table.dense td { min-width: 0; padding: .2rem .25rem; }
          .heat { min-width: 0; }
          table { font-size: 8.5pt; }
          th, td { padding: .25rem .3rem; min-width: 0; }
          tbody th, tfoot th { min-width: 5.5rem; }
          header.title dl.facts { grid-template-columns: none; grid-template-rows: auto auto; grid-auto-flow: column;
            justify-content: start; }
          header.title { padding-bottom: .5rem; margin-bottom: .6rem; }
          .wide { min-width: 9rem; }
          .name { display: inline-block; max-width: 11rem; overflow-wrap: break-word; }
          #servers .name, #external .name { max-width: 7rem; }
          #servers .tag, #external .tag { white-space: normal; }
          h2, h3, caption, thead, .lead { break-after: avoid; }
          tr, figure, table.short, .product, .lead { break-inside: avoid; }
          p, li { orphans: 3; widows: 3; }
          thead { display: table-header-group; }
          tfoot { display: table-row-group; }
          a { color: inherit; text-decoration: none; }
        }
        </style>
        """
}
