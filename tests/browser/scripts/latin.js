() => {
  const run = /[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ’']+(?:[ ,]+[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ’']*){2,}/g;
  const marked = '[dir=ltr], [dir=auto], bdi, code, [lang]:not(html):not([lang=ar]), script, style, textarea, option, .said';
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const parent = walk.currentNode.parentElement;
    if (!parent.closest(marked) && parent.checkVisibility()) found.push(...(walk.currentNode.data.match(run) ?? []));
  }
  for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]'))
    if (!element.closest(marked))
      for (const name of ['aria-label', 'title', 'placeholder', 'alt']) found.push(...((element.getAttribute(name) ?? '').match(run) ?? []));
  return [...new Set([...found, ...(document.title.match(run) ?? [])])];
}
