// The form without a line: one section at a time, every word kept as it is written (vault.js), sent by outbox.js.
// The address behind "#" says where one is, so that Back goes back: "#", "#<draft>/<step>", "#<draft>/check".

import { smaller } from "../upload.js";
import { answersOf, button, element, fill, rowsOf } from "./fields.js";
import { showKept } from "./kept.js";
import { drain, listen } from "./outbox.js";
import { all, change, changed, dropFile, fileOf, forget, keepFile, randomSecret, read, works, write } from "./vault.js";

const page = document.getElementById("offline");
const said = page.dataset;
const paths = JSON.parse(said.capacities);
const views = Object.fromEntries([...page.querySelectorAll("[data-view]")].map((view) => [view.dataset.view, view]));
const forms = Object.fromEntries([...page.querySelectorAll("form[data-step]")].map((form) => [form.dataset.step, form]));
const status = page.querySelector("[data-status]");
let draft = null; // the one on the screen

const value = (record, slug, name) => (record.answers[slug]?.[name] ?? []).slice(-1)[0] ?? "";
const LOCALE = said.language === "ar" ? "ar-MA-u-nu-latn" : said.language === "zgh" ? "fr" : said.language;
const when = (moment) => `\u2068${new Date(moment).toLocaleString(LOCALE, { dateStyle: "medium", timeStyle: "short", hourCycle: "h23" })}\u2069`;
const provisional = (record) => `P-${record.id.slice(0, 8).toUpperCase()}`;

// The way through the form for these answers. The server has the last word on it.
function pathOf(record) {
  const path = paths[value(record, "who", "who")] ?? paths.self;
  return [...path.filter((slug) => slug !== "urgency" || value(record, "request", "pressing") === "yes"), "papers"];
}

// --- what is on this telephone ---

async function begin() {
  const record = { id: crypto.randomUUID?.() ?? newId(), secret: randomSecret(), language: said.language, state: "draft", begun: Date.now(), answers: {}, files: [], path: [] };
  await write("drafts", record);
  navigator.storage?.persist?.(); // asks the browser not to erase it when room runs short
  location.hash = `${record.id}/${pathOf(record)[0]}`;
}

function newId() { // for browsers that have no randomUUID yet
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

function openForm(record, words, kind) { // key and secret travel in a body, never in an address
  const form = element("form", { method: "post", action: said.open });
  form.append(element("button", { type: "submit", className: `button ${kind}`, textContent: words }));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const { token } = await (await fetch(said.token, { cache: "no-store" })).json();
      for (const [name, text] of Object.entries({ csrfmiddlewaretoken: token, key: record.id, secret: record.secret })) {
        form.append(element("input", { type: "hidden", name, value: text }));
      }
      form.submit();
    } catch {
      tell(said.failed, "warning");
    }
  });
  return form;
}

function actionsOf(record) {
  const row = element("div", { className: "actions" });
  if (record.state === "sent") row.append(openForm(record, said.see, ""));
  if (record.state === "mend") row.append(openForm(record, said.mend, "secondary"));
  if (record.state === "login") row.append(element("a", { href: said.login, className: "button", textContent: said.loginWord }));
  if (["waiting", "gone"].includes(record.state)) row.append(button(said.send, "", () => sendNow(record)));
  if (["waiting", "mend", "gone", "login"].includes(record.state)) row.append(button(said.hold, "secondary", () => hold(record)));
  if (record.state === "draft") row.append(element("a", { href: `#${record.id}/${record.at ?? "who"}`, className: "button", textContent: said.edit }));
  row.append(button(said.delete, "quiet", () => erase(record)));
  return row;
}

const TONES = { draft: "blue", sent: "green", mend: "red", gone: "red", login: "red" };
function card(record) {
  const title = value(record, "happened", "title") || `${said.draft} ${when(record.begun)}`;
  const number = record.state === "sent" ? [said.reference, record.reference] : [said.number, provisional(record)];
  const box = element("article", { className: "card" },
    element("h3", { textContent: title, dir: "auto" }),
    element("p", {}, `${number[0]} `, element("bdi", { dir: "ltr", className: "ltr", textContent: number[1] })),
    element("p", { className: `badge ${TONES[record.state] ?? "amber"}`, textContent: said[`state${record.state[0].toUpperCase()}${record.state.slice(1)}`] ?? said.gone }),
  );
  box.dataset.draft = record.id;
  box.dataset.state = record.state;
  if (record.message) box.append(element("p", { className: "error", textContent: record.message }));
  if (record.twins?.length) {
    const anyway = button(said.sendAnyway, "", async () => {
      await change(record.id, (now) => Object.assign(now, { anyway: true, state: "waiting", twins: [] }));
      await sendNow(record);
    });
    anyway.dataset.anyway = "";
    box.append(element("p", { className: "error" }, `${said.twins} `, element("bdi", { dir: "ltr", textContent: record.twins.join(", ") })), anyway);
  }
  const problems = Object.keys(record.problems ?? {}).filter((slug) => forms[slug]);
  if (problems.length) box.append(element("ul", {}, ...problems.map((slug) => element("li", {}, element("a", { href: `#${record.id}/${slug}`, textContent: forms[slug].dataset.title })))));
  box.append(actionsOf(record));
  return box;
}

async function list() {
  const records = await all();
  page.querySelector("[data-some]").hidden = !records.length;
  page.querySelector("[data-list]").replaceChildren(...records.map(card));
  await showKept();
}

function tell(words, tone = "info") {
  status.hidden = false;
  status.className = `notice ${tone}`;
  status.textContent = words;
}

async function sendNow(record) {
  if (record.state === "gone") await change(record.id, (now) => { now.state = "waiting"; });
  if (!(await drain({ only: record.id }))) tell(said.failed, "warning");
  await list();
}

async function hold(record) {
  await change(record.id, (now) => Object.assign(now, { state: "draft", message: "" }));
  location.hash = `${record.id}/check`;
}

async function erase(record) {
  if (!confirm(said.deleteSure)) return;
  await forget(record);
  await list();
}

// --- one section ---

// Saved one after the other: what is read when its turn comes is what stands there then.
let saving = Promise.resolve();
function save(form) {
  const id = draft.id;
  saving = saving.then(async () => {
    try {
      const kept = await change(id, (now) => {
        now.answers[form.dataset.step] = answersOf(form);
        now.at = form.dataset.step === "declare" ? "check" : form.dataset.step;
        now.path = pathOf(now);
        if (now.state === "mend") Object.assign(now, { state: "draft", message: "" });
        if (now.problems) delete now.problems[form.dataset.step];
      });
      if (kept && draft?.id === id) draft = kept;
      const note = form.querySelector("[data-saved-at]");
      if (note) note.textContent = `${said.saved} ${new Date().toLocaleTimeString(LOCALE, { timeStyle: "short", hourCycle: "h23" })}`;
      return true;
    } catch { // no room left on the telephone
      const note = form.querySelector("[data-saved-at], [data-file-error]");
      if (note) { note.hidden = false; note.textContent = said.noRoom; }
      return false;
    }
  });
  return saving;
}

for (const [slug, form] of Object.entries(forms)) {
  let pause;
  form.addEventListener("input", () => { clearTimeout(pause); pause = setTimeout(() => save(form), 400); });
  form.addEventListener("change", () => { clearTimeout(pause); save(form); });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    clearTimeout(pause);
    if (!(await save(form))) return;
    if (slug === "declare") return ready(form);
    const path = pathOf(draft);
    const next = path[path.indexOf(slug) + 1];
    location.hash = `${draft.id}/${next ?? "check"}`;
  });
}

async function ready(form) {
  const ticked = ["court", "truth", "privacy"].every((name) => form.elements[name]?.checked) && answersOf(form).share;
  form.querySelector("[data-declare-error]").hidden = ticked;
  if (!ticked) return;
  const { id } = draft;
  await change(id, (now) => Object.assign(now, { state: "waiting", message: "" }));
  location.hash = "";
  await route();
  tell(said.stateWaiting);
  await drain({ only: id });
  status.hidden = true;
  await list();
}

// --- photos and voices ---

const error = page.querySelector("[data-file-error]");
async function addFile(original, kind) {
  const file = await smaller(original);
  error.hidden = file.size <= Number(said.most);
  if (!error.hidden) { error.textContent = said.fileBig; return; }
  const id = crypto.randomUUID?.() ?? newId();
  try {
    await keepFile(id, file);
  } catch {
    Object.assign(error, { hidden: false, textContent: said.noRoom });
    return;
  }
  draft = await change(draft.id, (now) => {
    if (kind === "mandate") now.files = now.files.filter((one) => one.kind !== kind);
    now.files.push({ id, name: file.name, type: file.type, size: file.size, kind });
  });
  showFiles();
}

function showFiles() {
  for (const box of page.querySelectorAll("[data-files]")) {
    const rows = draft.files.filter((file) => file.kind === box.dataset.files).map((file) => element("li", {},
      element("div", {}, element("p", { className: "file-name" }, element("bdi", { dir: "ltr", textContent: file.name })),
        element("p", { className: "hint" }, element("bdi", { dir: "ltr", textContent: `${Math.ceil(file.size / 1024)} KB` }))),
      button(said.remove, "quiet", async () => {
        draft = await change(draft.id, (now) => { now.files = now.files.filter((one) => one.id !== file.id); });
        await dropFile(file.id);
        showFiles();
      })));
    box.replaceChildren(...rows);
    if (!rows.length && box.dataset.files === "") box.append(element("li", { className: "hint", textContent: said.filesNone }));
  }
}

for (const input of page.querySelectorAll("input[data-file]")) {
  input.addEventListener("change", async (event) => {
    event.stopPropagation();
    const chosen = [...input.files];
    input.value = "";
    for (const file of chosen) await addFile(file, input.dataset.file);
  });
}

// A voice message, where the browser can record what the institution can read.
const recorder = page.querySelector("[data-record]");
const KIND = "audio/mp4";
if (recorder && navigator.mediaDevices?.getUserMedia && globalThis.MediaRecorder?.isTypeSupported?.(KIND)) {
  const label = recorder.querySelector("[data-label]");
  const before = label.textContent;
  let running = null;
  recorder.hidden = false;
  recorder.addEventListener("click", async () => {
    if (running) return running.stop();
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      const parts = [];
      running = new MediaRecorder(stream, { mimeType: KIND });
      running.addEventListener("dataavailable", (event) => parts.push(event.data));
      running.addEventListener("stop", async () => {
        for (const track of stream.getTracks()) track.stop();
        running = null;
        label.textContent = before;
        await addFile(new File(parts, `${recorder.dataset.name}.m4a`, { type: KIND }), "");
      });
      running.start();
      label.textContent = recorder.dataset.stop;
    } catch {
      running = null; // no microphone, or the person said no
    }
  });
}

// --- the answers once more ---

function shown(form, slug) {
  const rows = rowsOf(form);
  const list = element("dl", { className: "summary-list" });
  for (const [question, answer] of rows) {
    list.append(element("div", { className: "summary-row" }, element("dt", { textContent: question }), element("dd", {}, element("bdi", { textContent: answer }))));
  }
  return rows.length ? list : element("p", { className: "hint", textContent: said.missing, hidden: slug === "papers" });
}

function summary() {
  const box = page.querySelector("[data-summary]");
  box.replaceChildren();
  for (const slug of pathOf(draft)) {
    const form = forms[slug];
    fill(form, draft.answers[slug] ?? {});
    box.append(element("h2", {}, element("a", { href: `#${draft.id}/${slug}`, textContent: form.dataset.title })), shown(form, slug));
  }
  for (const file of draft.files) box.append(element("p", {}, element("bdi", { dir: "ltr", textContent: file.name })));
}

// --- where one is ---

async function route() {
  const [id, step] = decodeURIComponent(location.hash.slice(1)).split("/");
  await saving; // what was written is there before it is read
  draft = id ? await read("drafts", id) : null;
  const view = draft && step === "check" ? "check" : draft && forms[step] ? "step" : "list";
  for (const [name, box] of Object.entries(views)) box.hidden = name !== view;
  if (view === "list") {
    draft = null;
    await list();
  } else if (view === "check") {
    summary();
    // Who said that no court deals with the matter declares just that: the server keeps the same sentence (declarations.py).
    const words = forms.declare.dataset;
    const label = forms.declare.querySelector(`label[for="${forms.declare.elements.court.id}"]`);
    label.firstChild.textContent = value(draft, "dates", "court") === "no" ? words.notBeforeCourts : words.aboutCourts;
    fill(forms.declare, draft.answers.declare ?? {});
  } else {
    show(step);
  }
  scrollTo(0, 0);
  document.getElementById("main").focus({ preventScroll: true });
}

function show(slug) {
  for (const [name, form] of Object.entries(forms)) if (name !== "declare") form.hidden = name !== slug;
  fill(forms[slug], draft.answers[slug] ?? {});
  const path = pathOf(draft);
  const words = views.step.querySelector("[data-progress]");
  words.textContent = `${path.indexOf(slug) + 1} / ${path.length}`;
  const problems = views.step.querySelector("[data-problems]");
  problems.hidden = !draft.problems?.[slug]?.length;
  problems.querySelector("ul").replaceChildren(...(draft.problems?.[slug] ?? []).map((words) => element("li", { textContent: words })));
  showFiles();
}

for (const link of page.querySelectorAll(".back a")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const step = location.hash.split("/")[1];
    const path = [...pathOf(draft), "check"];
    const before = path[path.indexOf(step) - 1];
    location.hash = before ? `${draft.id}/${before}` : "";
  });
}

if (await works()) {
  page.querySelector("[data-begin]").addEventListener("click", begin);
  addEventListener("hashchange", route);
  changed(() => { if (!draft) list(); });
  await route();
  listen();
} else {
  views.list.hidden = false;
  page.querySelector("[data-begin]").disabled = true;
  tell(said.blocked, "warning");
}
