// Dresses the page in a style sheet of the person's own (the content policy lets no other way), or takes it off again with an empty one.
css => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = css ? [sheet] : [];
}
