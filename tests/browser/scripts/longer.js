// Makes every text of the page's own two fifths longer, as a language may that nobody has written yet; false gives the page back as it was.
longer => {
  if (!longer) {
    for (const [node, text] of window.shorter ?? []) node.data = text;
    return;
  }
  window.shorter = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT, text => (text.data.trim().length > 2 ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP));
  while (texts.nextNode()) {
    const node = texts.currentNode;
    if (node.parentElement.closest('script, style, option, svg, bdi, [dir=ltr]:not(html), [dir=auto], code, textarea')) continue;
    window.shorter.push([node, node.data]);
  }
  for (const [node, text] of window.shorter) {
    const said = text.trim();
    node.data = `${text.trimEnd()} ${said.slice(0, Math.ceil(said.length * 0.4)).trim()}`;
  }
}
