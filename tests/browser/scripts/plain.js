// What a page without scripts cannot do: a form without a visible button that sends it, a button that does nothing, a link to nowhere.
() => [
  ...[...document.forms].filter(form => form.checkVisibility() && ![...form.elements].some(button => (button.matches('button:not([type=button]):not([type=reset]), input[type=submit], input[type=image]')) && button.checkVisibility() && !button.disabled)).map(form => `a form that nothing sends: ${form.action}`),
  ...[...document.querySelectorAll('button[type=button], a[href^="javascript:"], a[href="#"]')].filter(element => element.checkVisibility()).map(element => `does nothing: ${element.textContent.trim().slice(0, 40)}`),
]
