// What makes the page wider than the screen. Boxes that scroll by themselves may hold more than they show: what is inside them is left out.
() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= window.innerWidth) return [];
  const scrolls = element => ['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(element).overflowX);
  const inside = element => {
    for (let box = element.parentElement; box && box !== document.body; box = box.parentElement) if (scrolls(box)) return true;
    return false;
  };
  const out = [...document.body.querySelectorAll('*')].filter(element => {
    const box = element.getBoundingClientRect();
    return box.width && (box.right > width + 1 || box.left < -1) && !element.closest('.visually-hidden, svg') && !inside(element);
  });
  const named = out.slice(0, 3).map(element => `${element.tagName.toLowerCase()}.${element.className} "${element.textContent.trim().slice(0, 40)}"`);
  return named.length ? named : [`nothing to see, yet ${document.documentElement.scrollWidth} px wide`];
}
