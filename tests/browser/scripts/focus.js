() => {
  const element = document.activeElement;
  if (!element || element === document.body) return {name: 'body', visible: false};
  const box = element.getBoundingClientRect(), look = getComputedStyle(element);
  const around = element.closest('.choice, summary') ? getComputedStyle(element.closest('.choice, summary')) : look;
  const drawn = [look, around].some(s => (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2) || s.boxShadow !== 'none');
  const inside = box.bottom > 0 && box.top < innerHeight && box.width > 0;
  const middle = document.elementFromPoint(Math.min(Math.max(box.x + box.width / 2, 1), innerWidth - 1),
                                           Math.min(Math.max(box.y + Math.min(box.height, 20) / 2, 1), innerHeight - 1));
  const free = middle && (element.contains(middle) || middle.contains(element) || middle.closest('label, .choice, .field'));
  return {name: `${element.tagName} ${element.name || element.id || element.textContent.trim().slice(0, 30)}`,
          visible: Boolean(drawn && inside && free)};
}
