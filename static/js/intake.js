// What the steps of the form gain with JavaScript: the browser's time zone, saving while one writes, results while one types.

import { within } from "./within.js";

// Asked when it is needed: a slow processor takes tens of milliseconds to know it.
const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
for (const field of document.querySelectorAll("[data-time-zone]")) if (!field.value) field.value = zone();

// [data-autosave]: saves the step as it stands a moment after the last key, and says when (A14). It never judges what was typed.
const form = document.querySelector("form[data-autosave]");
const said = document.querySelector("[data-saved-at]");
if (form && said && !document.querySelector("[name=new_draft]")) {
  let timer;
  let dirty = false;
  let sending = null;
  const post = async () => {
    dirty = false;
    const body = new FormData(form);
    body.set("autosave", "1");
    body.set("zone", zone());
    try {
      const answer = await fetch(form.action || location.pathname, { method: "POST", body: new URLSearchParams(body), signal: within(20_000) });
      if (answer.status === 409) {
        said.textContent = form.dataset.changed;
        return;
      }
      if (!answer.ok || !answer.headers.get("Content-Type")?.includes("json")) throw new Error(answer.status);
      const { saved, seen } = await answer.json();
      if (form.elements.seen) form.elements.seen.value = seen;
      said.textContent = `${form.dataset.saved} ${saved}`;
    } catch {
      dirty = true;
      said.textContent = form.dataset.failed;
      timer = setTimeout(save, 15000);
    }
  };
  const save = async () => {
    if (!dirty || sending) return;
    sending = post();
    await sending;
    sending = null;
  };
  let pressed = null; // browsers before Safari 15.4 do not say by which button a form is sent
  form.addEventListener("click", (event) => { pressed = event.target.closest("button") ?? pressed; });
  const sendOn = (button) => (form.requestSubmit ? form.requestSubmit(button) : (button ?? form.querySelector("[type=submit]")).click());
  form.addEventListener("input", () => { dirty = true; clearTimeout(timer); timer = setTimeout(save, 3000); });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (sending && navigator.onLine) {
      // The page must know what that saving wrote, or its own words would look like another window's.
      event.preventDefault();
      sending.then(() => sendOn(event.submitter ?? pressed));
      return;
    }
    dirty = !navigator.onLine;
    if (!dirty) return;
    event.preventDefault(); // the browser's own page of errors would take the words with it
    said.textContent = form.dataset.failed;
    timer = setTimeout(save, 15000);
  });
  // A page that comes back from memory knows an older state than the one it saved on leaving.
  addEventListener("pageshow", (event) => { if (event.persisted && !dirty) location.reload(); });
  addEventListener("online", save);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") save(); });
}

// [data-search]: the administrations that match, while one types two letters or more (A19). The page does the same with its button.
const search = document.querySelector("[data-search]");
const found = document.querySelector("[data-found]");
if (search && found) {
  const box = search.querySelector("input");
  let pause;
  let latest = 0;
  const look = async () => {
    const words = box.value.trim();
    if (words.length < 2) return;
    const chosen = found.querySelector("input:checked")?.value ?? "";
    const mine = ++latest;
    const answer = await fetch(`${search.dataset.search}?${new URLSearchParams({ q: words, administration: chosen })}`).catch(() => null);
    if (answer?.ok && mine === latest) found.innerHTML = await answer.text();
  };
  box.addEventListener("input", () => { clearTimeout(pause); pause = setTimeout(look, 300); });
  // "None of these" opens the place for one's own words.
  found.addEventListener("change", (event) => {
    if (event.target.value === "unknown") document.querySelector("[data-unknown]").open = true;
  });
}

// [data-steps]: the rows of the steps taken open with "yes".
for (const radio of document.querySelectorAll("[name=taken]")) {
  radio.addEventListener("change", () => {
    const first = document.querySelector("[data-row]");
    if (first && radio.checked && radio.value === "yes") first.open = true;
  });
}
