// What a page is made of: ids, links, headings, tables, drawings, and what asks for something elsewhere.
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const short = (element) => {
    const text = element.textContent.trim().slice(0, 60);
    return `<${element.localName}${element.id ? ` id=${element.id}` : ""}> ${text}`;
  };
  const problems = [];
  const ids = all("[id]").map((e) => e.id);
  const known = new Set(ids);
  const seen = new Set();
  for (const id of ids) {
    if (seen.has(id)) problems.push(`id twice: ${id}`);
    seen.add(id);
  }
  for (const link of all("[href], [xlink\\:href]")) {
    const target = link.getAttribute("href") ?? link.getAttribute("xlink:href");
    if (!target.startsWith("#")) problems.push(`link leaves the page: ${target}`);
    else if (!known.has(decodeURIComponent(target.slice(1)))) problems.push(`link to no id: ${target}`);
  }
  for (const name of ["aria-labelledby", "aria-describedby", "for", "headers"]) {
    for (const element of all(`[${name}]`)) {
      for (const id of element.getAttribute(name).split(/\s+/)) {
        if (!known.has(id)) problems.push(`${name} names no id: ${id}`);
      }
    }
  }

  const headings = all("h1, h2, h3, h4, h5, h6");
  if (headings.filter((h) => h.localName === "h1").length !== 1) problems.push("not one h1");
  let level = 0;
  for (const heading of headings) {
    const next = Number(heading.localName[1]);
    if (next > level + 1) problems.push(`heading skips a level: ${short(heading)}`);
    if (!heading.textContent.trim()) problems.push("heading without text");
    level = next;
  }

  for (const table of all("table")) {
    const label = table.caption?.textContent.trim() || table.getAttribute("aria-label");
    if (!label) problems.push(`table without caption: ${short(table)}`);
    const heads = table.tHead ? all("th", table.tHead) : [];
    if (heads.length === 0) problems.push(`table without column headers: ${short(table)}`);
    for (const cell of all("th", table)) {
      if (!["col", "row"].includes(cell.getAttribute("scope"))) problems.push(`th without scope: ${short(cell)}`);
    }
    for (const row of [...table.rows]) {
      if (row.cells.length !== heads.length) problems.push(`row of ${row.cells.length} cells under ${heads.length} headers: ${short(row)}`);
      if (row.parentElement !== table.tHead && row.cells[0]?.localName !== "th") problems.push(`row without a header cell: ${short(row)}`);
    }
  }

  for (const svg of all("svg")) {
    const hidden = svg.getAttribute("aria-hidden") === "true";
    if (hidden) {
      // Decoration: what it shows must stand in words beside it.
      if (!svg.closest("tr, .legend")) problems.push("hidden drawing without words beside it");
      if (svg.querySelector("text")) problems.push("hidden drawing with text of its own");
      continue;
    }
    const title = svg.querySelector("title")?.textContent.trim();
    if (svg.getAttribute("role") !== "img" || !title) problems.push(`drawing without role and title: ${short(svg)}`);
    if (!svg.closest("section")?.querySelector("table")) problems.push(`drawing without a table in its section: ${title}`);
  }

  for (const element of all("script, iframe, object, embed, link, img, video, audio, source, form, base, foreignObject, use, image, animate, set")) {
    problems.push(`an element a report has not: ${short(element)}`);
  }
  for (const element of all("*")) {
    for (const attribute of element.attributes) {
      if (/^on/i.test(attribute.name)) problems.push(`event handler: ${attribute.name} on ${short(element)}`);
      if (["src", "srcset", "action", "formaction", "style", "background", "ping"].includes(attribute.name.toLowerCase())) {
        problems.push(`attribute a report has not: ${attribute.name}`);
      }
    }
  }
  if (!document.documentElement.lang) problems.push("no language");
  if (!document.title) problems.push("no title");
  if (!document.querySelector("meta[name=viewport]")) problems.push("no viewport: a phone would show the page of a desk");
  return problems;
})()
