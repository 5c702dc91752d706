// How a page is built, as one number: elements, their attributes and whether they have words; not which words, in which
// language or direction; what is alike counts once, and order among headings alone (the language that is on stands elsewhere in a menu).
() => {
  const WORDS = new Set(["alt", "title", "placeholder", "aria-label", "aria-valuetext", "href", "src", "srcset", "action", "datetime", "value", "content"]);
  const HEADING = /\bh[1-6]\(/;
  const says = (name, value) => WORDS.has(name) || (name.startsWith("data-") && !/^[a-z0-9_-]*$/.test(value));
  const attribute = ({ name, value }) => (says(name, value) ? `${name}${value.trim() ? "+" : "-"}` : `${name}=${value.replace(/\d+/g, "0")}`);
  const built = (element) => {
    const own = Array.from(element.attributes, attribute).filter((text) => !/^(data-axe|nonce|style=|lang=|dir=|hreflang=)/.test(text)).sort();
    const inside = [];
    for (const child of element.childNodes) {
      if (child.nodeType === Node.TEXT_NODE ? !child.data.trim() : child.nodeType !== Node.ELEMENT_NODE) continue;
      const said = child.nodeType === Node.TEXT_NODE ? "t" : built(child);
      if (!inside.includes(said)) inside.push(said);
    }
    if (!inside.some((said) => HEADING.test(said))) inside.sort();
    return `${element.localName}(${own})[${inside}]`;
  };
  const text = `${document.styleSheets.length} ${document.documentElement.className}${built(document.body)}`;
  let high = 0xdeadbeef, low = 0x41c6ce57; // cyrb53: enough to tell a few thousand pages apart
  for (let place = 0; place < text.length; place++) {
    const code = text.charCodeAt(place);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  return `${text.length}-${high >>> 0}-${low >>> 0}`;
}
