// What does not fit: the page itself must not scroll sideways, and nothing may stick out of the box that holds it.
(() => {
  const problems = [];
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > width) {
    problems.push(`the page is ${document.documentElement.scrollWidth} wide in a window of ${width}`);
  }
  const scrolls = (element) => ["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(element).overflowX);
  const inside = new Map();
  // Whether an ancestor scrolls by itself.
  const boxed = (element) => {
    if (!element || element === document.body) return false;
    if (!inside.has(element)) inside.set(element, scrolls(element) || boxed(element.parentElement));
    return inside.get(element);
  };
  for (const element of document.body.querySelectorAll("*")) {
    if (element.closest(".skip") || boxed(element)) continue;
    const box = element.getBoundingClientRect();
    if (box.width > 0 && (box.right > width + 1 || box.left < -1)) {
      problems.push(`<${element.localName} class="${element.getAttribute("class") ?? ""}"> from ${Math.round(box.left)} to ${Math.round(box.right)} of ${width}: ${element.textContent.trim().slice(0, 50)}`);
    }
  }
  // A text of a drawing that runs over another one of it.
  for (const svg of document.querySelectorAll("svg")) {
    const texts = [...svg.querySelectorAll("text")].map((text) => [text, text.getBoundingClientRect()]);
    for (let i = 0; i < texts.length; i++) {
      for (let j = i + 1; j < texts.length; j++) {
        const [a, b] = [texts[i][1], texts[j][1]];
        if (a.top > b.bottom || b.top > a.bottom) continue;
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (across > 1 && down > 3) problems.push(`texts of a drawing overlap: ${texts[i][0].textContent} / ${texts[j][0].textContent}`);
      }
    }
  }
  return problems.slice(0, 50);
})()
