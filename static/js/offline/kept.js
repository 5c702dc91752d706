// Files that a person asked to read without a line: kept encrypted on this telephone, gone with the log-out (docs/offline.md).

import { replace } from "./fields.js";
import { all, exists, forgetKept, write } from "./vault.js";

// The list on the pages of the app.
export async function showKept() {
  const box = document.querySelector("[data-kept-files]");
  if (!box || !(await exists())) return;
  const records = await all("kept");
  box.hidden = !records.length;
  replace(box.querySelector("[data-kept-list]"), ...records.map((record) => {
    const details = document.createElement("details");
    details.className = "card more";
    const title = document.createElement("summary");
    const reference = document.createElement("bdi");
    reference.dir = "ltr";
    reference.textContent = record.id;
    title.append(reference, ` · ${new Date(record.saved).toLocaleDateString(document.documentElement.lang, { dateStyle: "medium" })}`);
    const inside = document.createElement("div");
    inside.lang = record.language;
    inside.dir = record.direction;
    inside.innerHTML = record.html; // of our own page; GCM lets nobody change it here
    details.append(title, inside);
    return details;
  }));
}

// The button on the page of a file: [data-keep-file="reference"] keeps what [data-keepable] shows.
const button = document.querySelector("[data-keep-file]");
if (button) {
  const note = button.parentElement.querySelector("[data-keep-note]");
  const id = button.dataset.keepFile;
  const label = button.querySelector("[data-label]");
  const kept = async () => (await exists()) && (await all("kept")).some((record) => record.id === id);
  const keep = () => {
    const copy = document.createElement("div");
    for (const part of document.querySelectorAll("[data-keepable]")) copy.append(part.cloneNode(true));
    for (const live of copy.querySelectorAll("form, button, input, script, .actions, a.button")) live.remove();
    for (const title of copy.querySelectorAll("h1")) { // the page that shows it has its own
      const lower = document.createElement("h3");
      lower.append(...title.childNodes);
      if (lower.textContent.trim()) title.replaceWith(lower); else title.remove();
    }
    for (const link of copy.querySelectorAll("a")) link.replaceWith(...link.childNodes); // nothing there can be opened without a line
    return write("kept", { id, html: copy.innerHTML, language: document.documentElement.lang, direction: document.documentElement.dir });
  };
  const show = async () => {
    const yes = await kept();
    label.textContent = yes ? button.dataset.forget : button.dataset.keep;
    note.textContent = yes ? button.dataset.kept : "";
    if (yes) await keep(); // as it is now
  };
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (await kept()) await forgetKept(id); else await keep();
    await show();
  });
  show().catch(() => { button.hidden = true; });
}

for (const again of document.querySelectorAll("[data-reload]")) {
  again.hidden = false;
  again.addEventListener("click", () => location.reload());
}
for (const notice of document.querySelectorAll("[data-when-offline]")) {
  const look = () => { notice.hidden = navigator.onLine; };
  addEventListener("online", look);
  addEventListener("offline", look);
  look();
}
showKept().catch(() => {});
