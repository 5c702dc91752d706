// In which colours text stands here: each pair of a colour and what is behind it once, with the size and the weight on which the
// contrast that is owed hangs. What a picture or a gradient is behind is told apart by its element.
() => {
  const pairs = new Set();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT, text => (text.data.trim() ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP));
  const named = element => `${element.localName}.${element.className}`;
  const behind = element => {
    const layers = [];
    for (let box = element; box; box = box.parentElement) {
      const { backgroundColor, backgroundImage, opacity } = getComputedStyle(box);
      if (opacity !== "1") layers.push(`opacity ${opacity}`);
      if (backgroundImage !== "none") layers.push(named(box));
      if (/^rgba\(.*, 0\)$/.test(backgroundColor)) continue;
      layers.push(backgroundColor);
      if (!backgroundColor.startsWith("rgba")) break;
    }
    return layers.join(" on ");
  };
  const add = (element, colour) => {
    const { fontSize, fontWeight } = getComputedStyle(element);
    pairs.add(`${colour} on ${behind(element)}, ${Math.round(parseFloat(fontSize))} px, ${fontWeight}`);
  };
  const known = new Set();
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (known.has(element) || element.closest("script, style, template") || !element.checkVisibility()) continue;
    known.add(element);
    add(element, getComputedStyle(element).color);
  }
  for (const element of document.querySelectorAll("input, textarea, select")) {
    if (!element.checkVisibility()) continue;
    add(element, getComputedStyle(element).color);
    if (element.placeholder) add(element, getComputedStyle(element, "::placeholder").color);
  }
  return [...pairs];
}
