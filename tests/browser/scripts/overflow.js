// What does not fit: what makes the page wider than the screen, and text that a box with hidden overflow cuts off.
// Boxes that scroll by themselves may hold more than they show: what is inside them is left out.
() => {
  const width = document.documentElement.clientWidth;
  const named = element => `${element.tagName.toLowerCase()}.${element.className} "${element.textContent.trim().slice(0, 40)}"`;
  const among = (element, kinds) => kinds.includes(getComputedStyle(element).overflowX);
  const above = (element, kinds) => {
    for (let box = element; box && box !== document.body; box = box.parentElement) if (among(box, kinds)) return box;
    return null;
  };
  const wide = () => {
    if (document.documentElement.scrollWidth <= window.innerWidth) return [];
    const out = [...document.body.querySelectorAll('*')].filter(element => {
      const box = element.getBoundingClientRect();
      return box.width && (box.right > width + 1 || box.left < -1) && !element.closest('.visually-hidden, svg') && !above(element.parentElement, ['auto', 'scroll', 'hidden', 'clip']);
    });
    return out.length ? out.slice(0, 3).map(named) : [`nothing to see, yet ${document.documentElement.scrollWidth} px wide`];
  };
  // What only a screen reader is meant to hear is cut off on purpose, with a clip path.
  const meant = element => { for (let box = element; box; box = box.parentElement) if (getComputedStyle(box).clipPath !== 'none') return true; return false; };
  const cut = () => {
    const found = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT, text => (text.data.trim() ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP));
    while (texts.nextNode() && found.length < 3) {
      const element = texts.currentNode.parentElement;
      const box = above(element, ['auto', 'scroll', 'hidden', 'clip']);
      if (!box || !among(box, ['hidden', 'clip']) || !element.checkVisibility() || element.closest('script, style, select, svg') || meant(element)) continue;
      const range = document.createRange();
      range.selectNodeContents(texts.currentNode);
      const [text, edge] = [range.getBoundingClientRect(), box.getBoundingClientRect()];
      const half = Math.min(text.height, parseFloat(getComputedStyle(element).fontSize)) / 2; // letters, not the room that a font leaves around them
      const [aside, below] = [text.right > edge.right + 1 || text.left < edge.left - 1, text.bottom - half > edge.bottom || text.top + half < edge.top];
      if (text.width && (aside || below)) found.push(`cut off: ${named(element)}`);
    }
    return found;
  };
  return [...wide(), ...cut()];
}
