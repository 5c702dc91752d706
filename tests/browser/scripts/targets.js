// Controls smaller than a thumb: 44 pixels for the public, 24 for the desk.
least => {
  const small = [], edge = (least ?? 44) - 0.5;
  for (const element of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')) {
    if (!element.checkVisibility() || element.closest('.visually-hidden, .honeypot, .skip, .choice, [aria-hidden=true]')) continue;
    if (element.matches('.visually-hidden, .skip')) continue;
    // A link in a sentence is as high as its line (WCAG 2.5.8 excepts it).
    if (element.tagName === 'A' && element.closest('p, dd, .notice') && getComputedStyle(element).display === 'inline') continue;
    const box = element.getBoundingClientRect();
    if (box.width && (box.height < edge || box.width < edge))
      small.push(`${element.tagName} "${(element.textContent || element.name).trim().slice(0, 40)}" ${Math.round(box.width)}×${Math.round(box.height)}`);
  }
  for (const choice of document.querySelectorAll('.choice')) {
    const box = choice.getBoundingClientRect();
    if (choice.checkVisibility() && box.height < edge) small.push(`choice "${choice.textContent.trim().slice(0, 40)}" ${Math.round(box.height)}`);
  }
  return small;
}
