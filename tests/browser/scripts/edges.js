// How far the beginnings of a page's parts stand from the edge where its lines begin; equal in two languages that mirror each other.
() => {
  const parts = ['.brand', 'nav.back a', 'h1', 'h2', 'progress', '.field', '.field label', '.field input:not([type=hidden])', '.choice input', '.actions > :first-child',
    '.notice', '.notice svg', '.facts svg', '.timeline li', 'table', 'th:first-child', 'dt', 'dd', '.trust li:first-child', '.error-summary', '.file-list li', '.footer-links a:first-child'];
  const right = document.documentElement.dir === 'rtl', width = document.documentElement.clientWidth;
  const found = {};
  for (const part of parts) {
    const first = [...document.querySelectorAll(part)].find(element => element.checkVisibility() && element.getBoundingClientRect().width);
    if (!first) continue;
    const box = first.getBoundingClientRect();
    found[part] = Math.round(right ? width - box.right : box.left);
  }
  const turned = element => new DOMMatrix(getComputedStyle(element).transform).a < 0;
  const arrows = [...document.querySelectorAll('.icon.flip')].filter(arrow => arrow.checkVisibility() && turned(arrow) !== right).length;
  const bars = [...document.querySelectorAll('progress')].filter(bar => getComputedStyle(bar).direction !== (right ? 'rtl' : 'ltr')).length;
  return {found, arrows, bars};
}
