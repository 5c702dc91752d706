// Sends a file as soon as it is chosen, in pieces that survive a broken line, and shows how far it is (A12; docs/attachments.md).
// The page does the same with its button. What is exported here serves the drafts that are written without a line as well.

import { newId, uuid } from "./ids.js";
import { within } from "./within.js";

const MEGABYTE = 1024 * 1024;
const LONGEST_SIDE = 2000;
const SMALLEST = 64 * 1024;
const TRIES = 6; // in a row, before a person is asked

// A photo of a telephone is made smaller before it travels; what cannot be read here goes as it is.
export async function smaller(file) {
  if (file.type !== "image/jpeg" || file.size < 1.5 * MEGABYTE || !("createImageBitmap" in globalThis)) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.8));
    return blob && blob.size < file.size ? new File([blob], file.name, { type: "image/jpeg" }) : file;
  } catch {
    return file;
  }
}

// The same bytes of the same kind have the same key: chosen again after a broken line, the file goes on where it was.
export async function keyOf(file, kind = "") {
  const bytes = crypto.subtle
    ? new Uint8Array(await crypto.subtle.digest("SHA-256", await new Blob([file, kind]).arrayBuffer())).slice(0, 16)
    : crypto.getRandomValues(new Uint8Array(16));
  return uuid(bytes, 8); // version 8 of RFC 9562: of our own making
}

const final = (message) => Object.assign(new Error(message), { final: true });

// Waits for the line, for so many seconds at most, or until a person presses: `go` is theirs.
// Gives whether it was woken: then the line is tried a few times more before long pauses begin.
const pause = (seconds, broken) => new Promise((done) => {
  const timer = setTimeout(() => done(false), seconds * 1000);
  const go = () => { clearTimeout(timer); setTimeout(() => done(true), 300); }; // some say that the line is back before it is
  addEventListener("online", go, { once: true });
  broken(go);
});

// `ask(offset, blob | null)` sends a piece, or asks how far the file is, and gives the Response; `begin()` announces the file.
export async function inPieces(file, { begin, ask, told = () => {}, broken = () => {} }) {
  let state = null;
  let size = 4 * SMALLEST;
  let failed = 0;
  for (;;) {
    try {
      const from = Date.now();
      const answer = await (state ? ask(state.offset, file.slice(state.offset, state.offset + size)) : begin());
      const body = await answer.json().catch(() => null); // a page instead: the line or the session broke
      if (answer.status === 404 && state) { state = null; continue; }
      const refusal = body?.error ?? ([410, 422].includes(answer.status) && body?.detail);
      if (refusal) throw final(refusal);
      if (answer.status !== 409 && !answer.ok) throw new Error(answer.status);
      if (body?.offset === undefined) throw new Error("no offset");
      state = body;
      failed = 0;
      told(state.offset / file.size);
      if (state.done) return state;
      const took = Date.now() - from;
      if (took < 1500) size = Math.min(MEGABYTE, size * 2);
      else if (took > 8000) size = Math.max(SMALLEST, size / 2);
    } catch (error) {
      if (error.final || ++failed >= TRIES) throw error;
      size = SMALLEST;
      if (await pause(Math.min(30, 2 ** failed), broken)) failed = 0;
    }
  }
}

// The place where a file's way is told.
export function line(name, into) {
  const box = document.createElement("div");
  box.className = "notice info upload";
  const label = document.createElement("bdi");
  label.dir = "ltr"; // or Arabic would tear the ending from the name
  label.textContent = name;
  const word = document.createElement("p");
  const bar = document.createElement("progress");
  bar.max = 100;
  label.id = newId();
  bar.setAttribute("aria-labelledby", label.id);
  const inner = document.createElement("div");
  inner.append(label, word, bar);
  box.append(inner);
  into.append(box);
  return { box, inner, word, bar };
}

// The one button of that place: it tries again now, or takes the file back; without `go` there is none.
export function offer(place, label, go) {
  place.inner.querySelector("button")?.remove();
  if (!go) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button secondary";
  button.textContent = label;
  button.addEventListener("click", go);
  place.inner.append(button);
}

// Sends a file to `base` under its key, and tells its place how far it is, in the words of the form.
export async function travel(form, base, file, key, place, more = {}) {
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const again = (go) => offer(place, form.dataset.retry, go);
  if (file.size > Number(form.dataset.max) * MEGABYTE) throw final(form.dataset.big);
  place.word.textContent = form.dataset.sending;
  const signal = () => within(60_000);
  return inPieces(file, {
    begin: () => fetch(base, {
      method: "POST",
      headers: { "X-CSRFToken": token },
      body: new URLSearchParams({ key, name: file.name, size: file.size, ...more }),
      signal: signal(),
    }),
    ask: (offset, piece) => fetch(`${base}${key}/`, {
      method: "POST",
      headers: { "X-CSRFToken": token, "Content-Type": "application/offset+octet-stream", "Upload-Offset": offset },
      body: piece,
      signal: signal(),
    }),
    told: (share) => { again(); place.bar.value = share * 100; place.word.textContent = form.dataset.sending; },
    broken: (go) => { place.word.textContent = form.dataset.waiting; again(go); },
  });
}

// Runs `go` and tells how it ended; whether the file arrived. What a line broke can be tried again.
export async function told(form, place, go) {
  const attempt = async () => {
    place.box.className = "notice info upload";
    place.bar.hidden = false;
    offer(place);
    try {
      await go();
      offer(place);
      place.word.textContent = form.dataset.sent;
      place.box.className = "notice success upload";
      place.bar.hidden = true;
      return true;
    } catch (error) {
      place.word.textContent = error.final ? error.message : form.dataset.failed;
      place.box.className = "notice error upload";
      place.bar.hidden = true;
      if (error.final) place.box.dataset.final = "";
      else offer(place, form.dataset.retry, attempt);
      return false;
    }
  };
  return attempt();
}

const form = document.querySelector("form[data-upload]");
const input = form?.querySelector("input[type=file]");
const caption = form?.querySelector("[name=caption]");
const progress = form?.querySelector("[data-progress]");
const list = form?.querySelector("[data-list]");

function take(original, words) {
  const place = line(original.name, progress);
  return told(form, place, async () => {
    const file = await smaller(original);
    const key = await keyOf(file);
    const state = await travel(form, form.dataset.upload, file, key, place, { caption: words });
    form.querySelector(`[data-partly="${key}"]`)?.remove();
    list.innerHTML = state.list;
  });
}

if (form && input) {
  form.querySelector("button[name=send]").hidden = true;
  form.querySelector("[data-choose]").classList.add("own"); // our words on the button, in the language of the page (A13)
  input.multiple = true;
  input.addEventListener("change", async () => {
    for (const refusal of progress.querySelectorAll("[data-final]")) refusal.remove(); // what could not be sent has been read
    const words = caption.value;
    const chosen = [...input.files];
    input.value = "";
    caption.value = "";
    for (const file of chosen) await take(file, words);
  });
}
