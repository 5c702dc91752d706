// Controls smaller than a thumb: 44 pixels for the public, 24 for the desk. With `apart` a small one is well whose circle of that
// size touches no other control (the exception of WCAG 2.5.8).
({ least, apart }) => {
  const small = [], edge = least - 0.5;
  const controls = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')];
  const alone = (element, box) => apart && controls.every(other => {
    if (other === element || other.contains(element) || element.contains(other) || !other.checkVisibility()) return true;
    const its = other.getBoundingClientRect(), [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
    const [far, high] = [Math.max(its.left - x, 0, x - its.right), Math.max(its.top - y, 0, y - its.bottom)];
    return !its.width || Math.hypot(far, high) >= edge / 2;
  });
  for (const element of controls) {
    if (!element.checkVisibility() || element.closest('.visually-hidden, .honeypot, .skip, .choice, [aria-hidden=true]')) continue;
    if (element.matches('.visually-hidden, .skip')) continue;
    // A link in a sentence is as high as its line (WCAG 2.5.8 excepts it).
    if (element.tagName === 'A' && element.closest('p, dd, .notice') && getComputedStyle(element).display === 'inline') continue;
    const box = element.getBoundingClientRect();
    if (box.width && (box.height < edge || box.width < edge) && !alone(element, box))
      small.push(`${element.tagName} "${(element.textContent || element.name).trim().slice(0, 40)}" ${Math.round(box.width)}×${Math.round(box.height)}`);
  }
  for (const choice of document.querySelectorAll('.choice')) {
    const box = choice.getBoundingClientRect();
    if (choice.checkVisibility() && box.height < edge) small.push(`choice "${choice.textContent.trim().slice(0, 40)}" ${Math.round(box.height)}`);
  }
  return small;
}
