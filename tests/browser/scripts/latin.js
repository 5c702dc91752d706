// Latin words in what a page itself says. People's own words, names and addresses stand in marked elements; the rows of a register are
// data, where only a whole sentence counts.
() => {
  const word = /[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ’']{2,}(?:[ ,]+[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ’']*)*/g;
  const sentence = /[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ’']+(?:[ ,]+[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ’']*){2,}/g;
  const marked = `[dir=ltr]:not(html), [dir=auto], bdi, code, [lang]:not(html):not([lang=${document.documentElement.lang}]), script, style, textarea, option, .said, #content h2`;
  const noWord = /https?:\S+|\S+@\S+|(IMR-)?[0-9]{4}-[0-9A-Z]{8}|Q-[0-9A-Z]{8}|[\u2066-\u2068][^\u2069]*\u2069/g;
  const found = [];
  const read = (element, text) => {
    if (!element.closest(marked)) found.push(...((text ?? '').replace(noWord, '').match(element.closest('#result_list tbody') ? sentence : word) ?? []));
  };
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) if (walk.currentNode.parentElement.checkVisibility()) read(walk.currentNode.parentElement, walk.currentNode.data);
  for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]'))
    for (const name of ['aria-label', 'title', 'placeholder', 'alt']) read(element, element.getAttribute(name));
  found.push(...(document.title.replace(noWord, '').match(word) ?? []));
  return [...new Set(found)];
}
