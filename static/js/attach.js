// Documents of a form of a filed case travel as soon as they are chosen, in pieces that survive a broken line; the form then names
// their keys (docs/attachments.md). What did not arrive goes with the form, as it does without JavaScript.

import { keyOf, line, offer, smaller, told, travel } from "./upload.js";

const form = document.querySelector("form[data-pieces]");
const waiting = new Map(); // the name of a field, and the promise of what travels for it
let pressed; // old browsers do not say which button sends a form: this may be the one of another language

const drop = (field) => {
  waiting.delete(field);
  for (const box of form.querySelectorAll("[data-arrived]")) if (box.dataset.arrived === field) box.remove();
  form.elements[field].hidden = false;
};

// Beside a document that has arrived, "no file chosen" would be wrong.
const settle = (input, button) => {
  const here = document.activeElement === input || document.activeElement === document.body;
  input.hidden = true;
  if (here) button.focus();
};

async function take(input) {
  const [original] = input.files;
  const field = input.name;
  drop(field);
  if (!original) return;
  const place = line(original.name, input.parentElement);
  place.box.dataset.arrived = field;
  place.box.setAttribute("role", "status");
  await told(form, place, async () => {
    const file = await smaller(original);
    const key = await keyOf(file, field);
    await travel(form, form.dataset.pieces, file, key, place);
    if (!place.box.isConnected) return; // another was chosen meanwhile
    const hidden = document.createElement("input");
    hidden.type = "hidden";
    hidden.name = `${field}_sent`;
    hidden.value = key;
    place.inner.append(hidden);
    input.value = ""; // it has arrived: it is not sent twice
  });
  if (!place.box.querySelector("input")) return;
  offer(place, form.dataset.remove, () => { drop(field); input.focus(); });
  settle(input, place.inner.querySelector("button"));
}

if (form) {
  for (const input of form.querySelectorAll("input[type=file]")) {
    input.addEventListener("change", () => waiting.set(input.name, take(input)));
  }
  for (const button of form.querySelectorAll("[data-drop]")) {
    const input = form.elements[button.closest("[data-arrived]").dataset.arrived];
    button.addEventListener("click", () => { drop(input.name); input.focus(); });
    input.hidden = true;
  }
  document.addEventListener("click", (event) => { pressed = event.target.closest("button") ?? pressed; }, true);
  // Pressed while a document travels: the form waits for it, and leaves by itself.
  form.addEventListener("submit", (event) => {
    if (!waiting.size) return;
    event.preventDefault();
    const promises = [...waiting.values()];
    waiting.clear();
    const button = pressed;
    Promise.all(promises).then(() => setTimeout(() => button.click())); // not within this press: it would be ignored
  }, true);
}
