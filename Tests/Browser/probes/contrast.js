// WCAG 2.2, 1.4.3: every visible text against what stands behind it, 4.5 to 1, or 3 to 1 for large text.
(() => {
  const parse = (text) => {
    const numbers = text.match(/[\d.]+(?:e-?\d+)?/g)?.map(Number) ?? [];
    if (!/^rgba?\(/.test(text) || numbers.length < 3) return null;
    return [numbers[0], numbers[1], numbers[2], numbers.length > 3 ? numbers[3] : 1];
  };
  const over = (top, below) => {
    const a = top[3] + below[3] * (1 - top[3]);
    if (a === 0) return [0, 0, 0, 0];
    return [0, 1, 2].map((i) => (top[i] * top[3] + below[i] * below[3] * (1 - top[3])) / a).concat(a);
  };
  const luminance = (color) => {
    const [r, g, b] = color.slice(0, 3).map((v) => {
      v /= 255;
      return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (a, b) => {
    const [x, y] = [luminance(a), luminance(b)];
    return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
  };
  const grounds = new Map();
  // The ground of an element: its background over its parent's, down to the canvas.
  const ground = (element) => {
    if (!element) {
      const dark = getComputedStyle(document.documentElement).colorScheme.includes("dark") && matchMedia("(prefers-color-scheme: dark)").matches;
      return dark ? [18, 18, 18, 1] : [255, 255, 255, 1];
    }
    if (!grounds.has(element)) {
      const style = getComputedStyle(element);
      if (style.backgroundImage !== "none") throw new Error(`background image on ${element.localName}`);
      const own = parse(style.backgroundColor) ?? [0, 0, 0, 0];
      grounds.set(element, over(own, ground(element.parentElement)));
    }
    return grounds.get(element);
  };
  const opacity = (element) => {
    let all = 1;
    for (let e = element; e; e = e.parentElement) all *= Number(getComputedStyle(e).opacity);
    return all;
  };
  const problems = new Map();
  let checked = 0, least = 21;
  const judge = (element, text, ink, below) => {
    const style = getComputedStyle(element);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const shown = over([ink[0], ink[1], ink[2], ink[3] * opacity(element)], below);
    const found = ratio(shown, below);
    checked += 1;
    if (!large) least = Math.min(least, found);
    if (found < (large ? 3 : 4.5)) {
      const key = `${element.localName}.${element.getAttribute("class") ?? ""}: ${found.toFixed(2)} to 1, rgb(${ink.slice(0, 3)}) on rgb(${below.slice(0, 3).map(Math.round)})`;
      if (!problems.has(key)) problems.set(key, text.trim().slice(0, 40));
    }
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, element = node.parentElement;
    if (!node.data.trim() || !element.checkVisibility({ visibilityProperty: true, opacityProperty: false })) continue;
    if (["title", "style", "desc"].includes(element.localName)) continue;
    const style = getComputedStyle(element);
    const svg = element.closest("svg");
    if (!svg) {
      const ink = parse(style.color);
      if (!ink) { problems.set(`colour not understood: ${style.color}`, node.data); continue; }
      judge(element, node.data, ink, ground(element));
      continue;
    }
    const ink = parse(style.fill);
    if (!ink) { problems.set(`fill not understood: ${style.fill}`, node.data); continue; }
    judge(element, node.data, ink, ground(svg.parentElement));
    // And against every shape drawn before it that it stands on.
    const box = element.getBoundingClientRect();
    for (const shape of svg.querySelectorAll("rect, circle, path, polygon, ellipse")) {
      if (!(shape.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING)) continue;
      const other = shape.getBoundingClientRect();
      const across = Math.min(box.right, other.right) - Math.max(box.left, other.left);
      const down = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
      if (across < 1 || down < 3) continue;
      const fill = parse(getComputedStyle(shape).fill);
      if (fill) judge(element, node.data, ink, over(fill, ground(svg.parentElement)));
    }
  }
  return { checked, least, problems: [...problems].map(([what, text]) => `${what}: ${text}`) };
})()
