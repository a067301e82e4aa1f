// Every piece of text as it is read: what stands between two places where a line or a cell begins. `<wbr>` ends nothing.
(() => {
  const section = (element) => element.closest("section")?.id ?? (element.closest("header") ? "header" : element.closest("footer") ? "footer" : "");
  const blocks = new Map();
  // The nearest element around a text that does not stand in a line with others.
  const holder = (element) => {
    for (let e = element; e; e = e.parentElement) {
      if (["text", "title", "summary"].includes(e.localName)) return e;
      if (!/^inline/.test(getComputedStyle(e).display) && getComputedStyle(e).display !== "contents") return e;
      if (e.classList.contains("tag") || e.classList.contains("heat")) return e;
    }
    return document.body;
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const pieces = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.parentElement.localName === "style") continue;
    const block = holder(node.parentElement);
    if (!blocks.has(block)) {
      if (!node.data.trim()) continue;
      const piece = { section: section(block), text: "" };
      blocks.set(block, piece);
      pieces.push(piece);
    }
    blocks.get(block).text += node.data;
  }
  return pieces;
})()
