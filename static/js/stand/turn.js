// The tablet in the person's hands, without a network: the page that is kept in their language gives its words (templates/turned/offline.html).

import { fill, rowsOf } from "../offline/fields.js";

const parsed = {};

// The kept page in this language, as a document that nobody sees.
export async function pageIn(address, language) {
  if (!parsed[language]) parsed[language] = (async () => {
    const kept = await caches.match(`${address}?lang=${language}`);
    const text = await (kept ?? await fetch(`${address}?lang=${language}`, { credentials: "omit" })).text();
    return new DOMParser().parseFromString(text, "text/html");
  })();
  return parsed[language];
}

// A part of it, to be put on the screen.
export const part = (page, name) => document.importNode(page.querySelector(`template[data-turn="${name}"]`).content, true);

// The account as it is read back: every step with questions and answers, in the words of that page.
export function account(page, { answers, path, files }) {
  const found = document.createDocumentFragment();
  for (const slug of path) {
    const form = page.querySelector(`form[data-step="${slug}"]`);
    if (!form || slug === "papers") continue;
    form.reset();
    fill(form, answers[slug] ?? {});
    const rows = rowsOf(form);
    if (!rows.length) continue;
    const section = document.createElement("section");
    section.className = "account";
    const title = document.createElement("h2");
    title.textContent = form.dataset.title;
    const list = document.createElement("dl");
    for (const [question, answer] of rows) {
      const row = document.createElement("div");
      const label = document.createElement("dt");
      label.textContent = question;
      const value = document.createElement("dd");
      value.dir = "auto";
      value.textContent = answer;
      row.append(label, value);
      list.append(row);
    }
    section.append(title, list);
    found.append(section);
  }
  const names = document.createElement("ul");
  for (const file of files.filter((one) => ["", "mandate"].includes(one.kind))) {
    const name = document.createElement("bdi");
    name.dir = "ltr";
    name.textContent = file.name;
    const line = document.createElement("li");
    line.append(name);
    names.append(line);
  }
  if (names.children.length) found.append(names);
  return found;
}
