// Texts that lie on one another: the middle halves of two lines of different texts meet. What only a screen reader hears is cut off with
// a clip path, an open menu lies over the page on purpose, and of a box that scrolls only what it shows counts.
() => {
  const above = (element, holds) => { for (let box = element; box; box = box.parentElement) if (holds(getComputedStyle(box))) return box; return null; };
  const lines = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT, text => (text.data.trim() ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP));
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!element.checkVisibility() || element.closest('script, style, option, svg, .visually-hidden, .skip, .honeypot')) continue;
    if (above(element, look => look.clipPath !== 'none')) continue;
    const frame = above(element, look => look.overflowX !== 'visible' || look.overflowY !== 'visible')?.getBoundingClientRect();
    const layer = above(element, look => ['absolute', 'fixed'].includes(look.position));
    const range = document.createRange();
    range.selectNodeContents(texts.currentNode);
    for (const box of range.getClientRects()) {
      if (frame && (box.right > frame.right || box.left < frame.left || box.bottom > frame.bottom || box.top < frame.top)) continue;
      if (box.width > 2 && box.height > 2) lines.push({node: texts.currentNode, layer, left: box.left, right: box.right, top: box.top + box.height / 4, bottom: box.bottom - box.height / 4});
    }
  }
  lines.sort((one, other) => one.top - other.top);
  const found = [];
  for (let at = 0; at < lines.length && found.length < 3; at++) {
    for (let next = at + 1; next < lines.length && lines[next].top < lines[at].bottom; next++) {
      const [one, other] = [lines[at], lines[next]];
      if (one.node === other.node || one.layer !== other.layer) continue;
      const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
      if (across > 3 && down > 3) found.push(`"${one.node.data.trim().slice(0, 30)}" on "${other.node.data.trim().slice(0, 30)}"`);
    }
  }
  return found;
}
