// What scrolls by itself and no key reaches: no place for the focus on it or in it (axe: scrollable-region-focusable).
() => [...document.querySelectorAll("main *")].filter(element => {
  const { overflowX, overflowY } = getComputedStyle(element);
  const scrolls = (kind, room) => ["auto", "scroll"].includes(kind) && room > 1;
  if (!scrolls(overflowX, element.scrollWidth - element.clientWidth) && !scrolls(overflowY, element.scrollHeight - element.clientHeight)) return false;
  if (!element.checkVisibility() || element.matches("textarea, select")) return false;
  return element.tabIndex < 0 && !element.querySelector("a[href], button, input, select, textarea, summary, [tabindex]:not([tabindex='-1'])");
}).map(element => `${element.localName}.${element.className}`)
