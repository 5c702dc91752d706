// Runs that read from left to right in every language (numbers of files and telephones, addresses, amounts): where their signs stand in
// another order than in the text, the run is told.
() => {
  const runs = /IMR-\d{4}-[0-9A-Z]{8}|\+\d[\d ()\-]{6,}\d|[\w.+\-]+@[\w\-]+\.[\w.\-]+|https?:\/\/[^\s\u0600-\u06ff]+|[0-9A-Z]{4}(?:-[0-9A-Z]{4})+|[\w\-]+\.(?:pdf|jpe?g|png|docx?)\b|\d[\d.,\u00a0\u202f ]*\d ?(?:MAD|DH|EUR)\b|\b\d\d?:\d\d\b/g;
  const arabic = /[\u0590-\u08ff\ufb1d-\ufefc]/, found = [];
  const ordered = (node, from, to) => {
    const range = document.createRange();
    let [left, line] = [-Infinity, null];
    for (let at = from; at < to; at++) {
      if (/[\s\u2066-\u2069\u200e\u200f]/.test(node.data[at])) continue;
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      const box = range.getBoundingClientRect();
      if (!box.width) continue;
      if (line !== null && Math.abs(box.top - line) > box.height / 2) left = -Infinity;
      if (box.left < left - 0.5) return false;
      [left, line] = [box.left, box.top];
    }
    return true;
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT, text => (text.data.trim() ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP));
  while (texts.nextNode()) {
    const node = texts.currentNode, element = node.parentElement;
    if (!element.checkVisibility() || element.closest('script, style, option, svg, .visually-hidden')) continue;
    const whole = element.closest('bdi[dir=ltr], .ltr, [data-ordered]');
    const pieces = whole && !arabic.test(node.data) ? [[0, node.data.length]] : [...node.data.matchAll(runs)].map(match => [match.index, match.index + match[0].length]);
    for (const [from, to] of pieces) if (!ordered(node, from, to)) found.push(node.data.slice(from, to).trim());
  }
  return [...new Set(found)];
}
