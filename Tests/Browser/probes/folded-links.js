// A link into a folded list opens it. The lists are left open.
(async () => {
  const problems = [];
  const links = [...document.querySelectorAll("a[href^='#']")];
  for (const list of document.querySelectorAll("details")) {
    const link = links.find((a) => a.hash && document.getElementById(decodeURIComponent(a.hash.slice(1)))?.closest("details") === list);
    if (!link) continue;
    list.open = false;
    link.click();
    for (let wait = 0; wait < 50 && !list.open; wait++) await new Promise((done) => setTimeout(done, 20));
    if (!list.open) problems.push(`link into a folded list that stays folded: ${link.hash}`);
    list.open = true;
  }
  return problems;
})()
