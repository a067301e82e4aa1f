// Every table as rows of cells. A cell is its lines: what `<small>` adds stands apart.
(() => {
  const lines = (cell) => {
    const own = [];
    const small = [];
    const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node.parentElement.closest("title, .reasons")) continue;
      (node.parentElement.closest("small") ? small : own).push(node.data);
    }
    return { text: own.join("").trim(), small: small.join("").trim() };
  };
  const found = [...document.querySelectorAll("table")].map((table) => ({
    section: table.closest("section")?.id ?? "",
    caption: table.caption?.textContent ?? "",
    head: [...table.tHead.rows[0].cells].map((cell) => cell.textContent),
    rows: [...table.tBodies].flatMap((body) => [...body.rows]).map((row) => [...row.cells].map(lines)),
    totals: table.tFoot ? [...table.tFoot.rows].map((row) => [...row.cells].map(lines)) : [],
    more: Number((table.closest(".scroll")?.nextElementSibling?.className === "more"
      ? table.closest(".scroll").nextElementSibling.textContent.match(/^[\d,]+/)?.[0] ?? "0" : "0").replaceAll(",", "")),
  }));
  // What is folded behind the first rows of a table is a part of it.
  return found.reduce((all, table) => {
    if (!table.caption.endsWith(", continued")) return [...all, table];
    const first = all.at(-1);
    first.rows.push(...table.rows);
    first.more = table.more;
    return all;
  }, []);
})()
