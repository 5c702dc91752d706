// Tells `tally(kind, name, amount)` what a person does: taps, texts with their length, selects. A field that is filled takes a tap to get into.
addEventListener('pointerdown', event => { if (event.isTrusted) tally('tap', `${location.pathname} ${event.target.tagName}`, 1); }, true);
addEventListener('input', event => {
  const field = event.target;
  if (field.matches('textarea, input:not([type=radio]):not([type=checkbox]):not([type=file])')) tally('text', `${location.pathname} ${field.name}`, field.value.length);
}, true);
addEventListener('change', event => { if (event.target.matches('select')) tally('select', `${location.pathname} ${event.target.name}`, 2); }, true);
