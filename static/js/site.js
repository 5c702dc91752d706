// What a page gains with JavaScript; without it everything works too. One small function a concern, each looks for its own hook.

// The error summary takes the focus when a page comes back with errors (A8).
document.getElementById("error-summary")?.focus();

// [data-count="id"]: characters left of a long text, spoken after a pause (A21).
let graphemes; // made where something is counted: it takes a slow processor tens of milliseconds
const length = (text) => {
  if (graphemes === undefined) graphemes = "Segmenter" in Intl ? new Intl.Segmenter() : null;
  return graphemes && text.length < 20000 ? [...graphemes.segment(text)].length : [...text].length;
};
for (const counter of document.querySelectorAll("[data-count]")) {
  const field = document.getElementById(counter.dataset.count);
  if (!field) continue;
  let pause;
  const say = () => {
    const left = Number(counter.dataset.limit) - length(field.value);
    counter.textContent = `${left < 0 ? counter.dataset.over : counter.dataset.left} ${Math.abs(left)}`;
    counter.classList.toggle("over", left < 0);
  };
  counter.setAttribute("aria-live", "polite");
  field.addEventListener("input", () => { clearTimeout(pause); pause = setTimeout(say, 700); });
  if (field.value) say();
}

// [data-copy="id"]: copies a reference or a code and says so in its own words (data-done). Where the browser refuses, the text
// stays selected and the note beside the button says how to go on. A `copied` event tells other scripts that it worked.
const select = (element) => {
  const range = document.createRange();
  range.selectNodeContents(element);
  const selection = getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
};
const copy = async (element) => {
  try {
    await navigator.clipboard.writeText(element.textContent.trim());
    return true;
  } catch { // no clipboard, or no permission: the old way copies what is selected
    select(element);
    const copied = document.execCommand("copy");
    if (copied) getSelection().removeAllRanges();
    return copied;
  }
};
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  const note = button.nextElementSibling;
  const label = button.querySelector("[data-label]") ?? button;
  const before = label.textContent;
  button.addEventListener("click", async () => {
    const copied = await copy(document.getElementById(button.dataset.copy));
    label.textContent = copied ? button.dataset.done : before;
    button.setAttribute("aria-live", "polite");
    note.textContent = copied ? "" : note.dataset.failed;
    if (copied) button.dispatchEvent(new CustomEvent("copied", { bubbles: true }));
  });
}

// [data-print]: a button that is there only when it can print.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// [data-hours]: when the telephone is answered, on the reader's own clock where it differs from Rabat's.
const clock = (at) => [at.getHours(), at.getMinutes()].map((part) => String(part).padStart(2, "0")).join(":");
for (const line of document.querySelectorAll("[data-hours]")) {
  const [opens, closes, last] = line.dataset.hours.split(" ").map((moment) => new Date(moment));
  if (clock(opens) === line.dataset.here) continue;
  const days = line.dataset.days.split("|");
  const day = (at) => days[(at.getDay() + 6) % 7];
  const said = { first: day(opens), last: day(last), begins: clock(opens), ends: clock(closes) };
  line.textContent = line.dataset.words.replace(/\{(\w+)\}/g, (whole, name) => said[name] ?? whole);
  line.hidden = false;
}

// The appearance changes in place, so that a form half written is not left.
for (const form of document.querySelectorAll("[data-theme-switch]")) {
  form.addEventListener("submit", (event) => {
    const chosen = event.submitter?.value;
    if (!chosen) return;
    event.preventDefault();
    document.documentElement.dataset.theme = chosen;
    for (const button of form.querySelectorAll("button")) button.setAttribute("aria-pressed", button.value === chosen);
    const body = new URLSearchParams({ theme: chosen });
    fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => {});
  });
}

// The menu of languages closes with Escape and when one goes elsewhere.
for (const menu of document.querySelectorAll("details.languages")) {
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open) { menu.open = false; menu.querySelector("summary").focus(); }
  });
  document.addEventListener("click", (event) => { if (!menu.contains(event.target)) menu.open = false; });
}

// [data-needs-script]: what could not work without it stays hidden until now.
for (const element of document.querySelectorAll("[data-needs-script]")) element.hidden = false;

// The app on the telephone (docs/offline.md): the worker comes after the page, and never on a line that counts its bytes. What waits
// there to be sent leaves from whichever page is open.
const { app } = document.documentElement.dataset;
if (app && "serviceWorker" in navigator && !navigator.connection?.saveData) {
  addEventListener("load", async () => {
    try {
      await navigator.serviceWorker.register(app);
      (await navigator.serviceWorker.ready).active.postMessage({ language: document.documentElement.lang });
    } catch { /* a private window, or a browser that cannot */ }
  });
}
const { outbox } = document.documentElement.dataset;
if (outbox) {
  globalThis.indexedDB?.databases?.().then((bases) => {
    if (bases.some(({ name }) => name === "e-wassit")) import(outbox).then(({ listen }) => listen());
  }).catch(() => {});
}
