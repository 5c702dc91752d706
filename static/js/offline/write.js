// The form without a line: one section at a time, every word kept as it is written (vault.js), sent by outbox.js.
// The address behind "#" says where one is, so that Back goes back: "#", "#<draft>/<step>", "#<draft>/check".

import { newId } from "../ids.js";
import { smaller } from "../upload.js";
import { answersOf, button, element, fill, replace, rowsOf } from "./fields.js";
import { showKept } from "./kept.js";
import { drain, enter, listen, progress } from "./outbox.js";
import { account, all, change, changed, dropFile, forget, keepFile, randomSecret, read, works, write } from "./vault.js";

const page = document.getElementById("offline");
const said = page.dataset;
const paths = JSON.parse(said.capacities);
const views = Object.fromEntries([...page.querySelectorAll("[data-view]")].map((view) => [view.dataset.view, view]));
const forms = Object.fromEntries([...page.querySelectorAll("form[data-step]")].map((form) => [form.dataset.step, form]));
const status = page.querySelector("[data-status]");
let draft = null; // the one on the screen
const WRITABLE = ["draft", "mend"]; // what is on its way, or sent, is written no more

const value = (record, slug, name) => (record.answers[slug]?.[name] ?? []).slice(-1)[0] ?? "";
const LOCALE = said.language === "ar" ? "ar-MA-u-nu-latn" : said.language === "zgh" ? "fr" : said.language;
const when = (moment) => `\u2068${new Date(moment).toLocaleString(LOCALE, { dateStyle: "medium", timeStyle: "short", hourCycle: "h23" })}\u2069`;
const provisional = (record) => `T-${record.id.slice(0, 8).toUpperCase()}`;

// The way through the form for these answers. The server has the last word on it.
function pathOf(record) {
  const path = paths[value(record, "who", "who")] ?? paths.self;
  return [...path.filter((slug) => slug !== "urgency" || value(record, "request", "pressing") === "yes"), "papers"];
}

// --- what is on this telephone ---

async function begin() {
  if (!(await works())) return; // the page says so
  const record = { id: newId(), secret: randomSecret(), language: said.language, state: "draft", begun: Date.now(), answers: {}, files: [], path: [], account: await account() };
  await write("drafts", record);
  navigator.storage?.persist?.(); // asks the browser not to erase it when room runs short
  location.hash = `${record.id}/${pathOf(record)[0]}`;
}

function openForm(record, words, kind, failed = said.failed) { // key and secret travel in a body, never in an address
  const form = element("form", { method: "post", action: said.open });
  form.append(element("button", { type: "submit", className: `button ${kind}`, textContent: words }));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const { token } = await (await fetch(said.token, { cache: "no-store" })).json();
      for (const [name, text] of Object.entries({ csrfmiddlewaretoken: token, key: record.id, secret: record.secret })) {
        form.append(element("input", { type: "hidden", name, value: text }));
      }
      if (record.state === "sent") await change(record.id, (now) => { now.seen = true; });
      form.submit();
    } catch {
      tell(failed, "warning");
      status.scrollIntoView({ block: "nearest" });
    }
  });
  return form;
}

function actionsOf(record) {
  const row = element("div", { className: "actions" });
  if (record.state === "sent") row.append(openForm(record, said.see, "", said.noLine));
  if (record.state === "mend") row.append(openForm(record, said.mend, "secondary"));
  if (record.state === "login") row.append(element("a", { href: said.login, className: "button", textContent: said.loginWord }));
  if (["waiting", "sending"].includes(record.state)) row.append(button(said.send, "", () => sendNow(record)));
  if (["waiting", "mend", "login"].includes(record.state)) row.append(button(said.hold, "secondary", () => hold(record)));
  if (record.state === "draft") row.append(element("a", { href: `#${record.id}/${record.at ?? "who"}`, className: "button", textContent: said.edit }));
  if (record.state !== "sending") row.append(button(said.delete, "quiet", () => erase(record)));
  return row;
}

const TONES = { draft: "blue", sent: "green", gone: "green", mend: "red", login: "red" };
const stateOf = ({ state }) => said[`state${state[0].toUpperCase()}${state.slice(1)}`] ?? said.stateSent; // "gone" was sent long ago
const titleOf = (record) => value(record, "happened", "title") || record.title || `${said.draft} ${when(record.begun)}`;
function card(record) {
  const title = titleOf(record);
  const number = record.state === "sent" ? [said.reference, record.reference] : [said.number, provisional(record)];
  const box = element("article", { className: "card" },
    element("h3", { textContent: title, dir: "auto" }),
    element("p", {}, `${number[0]} `, element("bdi", { dir: "ltr", className: "ltr", textContent: number[1] })),
    element("p", { className: `badge ${TONES[record.state] ?? "amber"}`, textContent: stateOf(record) }),
  );
  box.dataset.draft = record.id;
  box.dataset.state = record.state;
  if (record.message) box.append(element("p", { className: record.state === "gone" ? "hint" : "error", textContent: record.message }));
  if (record.lost) box.append(element("p", { className: "error" }, `${said.lost} `, element("bdi", { dir: "ltr", textContent: record.lost })));
  if (record.whose) box.append(element("p", { className: "error", textContent: said.whose }));
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
  replace(page.querySelector("[data-list]"), ...records.map(card));
  await showKept();
}

progress((id, part) => {
  status.hidden = true; // it goes on: nothing waits for a line any more
  const word = page.querySelector(`[data-draft="${id}"][data-state="sending"] .badge`);
  if (word) word.textContent = `${said.stateSending} \u2068${Math.floor(part * 100)} %\u2069`;
});

function tell(words, tone = "info") {
  status.hidden = false;
  status.className = `notice ${tone}`;
  status.textContent = words;
}

async function sendNow(record) {
  status.hidden = true;
  if (await drain({ only: record.id })) status.hidden = true; // what is to be done stands on the card
  else tell(said.failed, "warning");
  await list();
  showCard(record.id);
}

// What became of it stands on its card: that comes into sight.
function showCard(id) {
  const box = page.querySelector(`[data-draft="${id}"]`);
  if (box) box.scrollIntoView({ block: "center" });
}

// What was sent while the buttons of before were on the screen is neither held back nor deleted.
const away = async ({ id }) => ["sending", "sent"].includes((await read("drafts", id))?.state);

async function hold(record) {
  const now = await change(record.id, (now) => { if (now.state !== "sending" && now.state !== "sent") Object.assign(now, { state: "draft", message: "", lost: "" }); });
  if (now?.state === "draft") location.hash = `${record.id}/check`;
  else await list();
}

async function erase(record) {
  const sure = record.state === "sent" && !record.seen ? said.deleteUnseen : said.deleteSure;
  if (!confirm(`${titleOf(record)}\n\n${sure}`)) return;
  if (record.state === "sent" || !(await away(record))) await forget((await read("drafts", record.id)) ?? record);
  await list();
}

// --- one section ---

// Saved one after the other: what is read when its turn comes is what stands there then.
let saving = Promise.resolve();
function save(form, id = draft?.id) {
  const answers = answersOf(form);
  const note = form.querySelector("[data-saved-at], [data-file-error]");
  const say = (words) => { if (note) { note.hidden = false; note.textContent = words; } };
  saving = saving.then(async () => {
    try {
      let kept = false;
      const now = await change(id, (now) => {
        if (!WRITABLE.includes(now.state)) return;
        kept = true;
        now.answers[form.dataset.step] = answers;
        now.at = form.dataset.step === "declare" ? "check" : form.dataset.step;
        now.path = pathOf(now);
        if (now.state === "mend") Object.assign(now, { state: "draft", message: "", lost: "" });
        if (now.problems) delete now.problems[form.dataset.step];
      });
      if (kept && draft?.id === id) draft = now;
      if (!kept) say(said.notKept);
      else if (note?.hasAttribute("data-saved-at")) say(`${said.saved} ${new Date().toLocaleTimeString(LOCALE, { timeStyle: "short", hourCycle: "h23" })}`);
      return kept;
    } catch { // no room left on the telephone
      say(said.noRoom);
      return false;
    }
  });
  return saving;
}

let due = null; // what was typed in the last moment: { timer, go }
const calm = () => { if (due) clearTimeout(due.timer); due = null; };
const flush = () => due?.go();
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") flush(); });
addEventListener("pagehide", flush);

for (const [slug, form] of Object.entries(forms)) {
  form.addEventListener("input", () => {
    calm();
    const id = draft?.id;
    const go = () => { calm(); save(form, id); };
    due = { go, timer: setTimeout(go, 400) };
  });
  form.addEventListener("change", () => { calm(); save(form); });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    calm();
    await adding; // a photo that is still being made smaller goes along
    if (!(await save(form))) return;
    if (slug === "declare") return ready(form);
    const path = pathOf(draft);
    const next = path[path.indexOf(slug) + 1];
    const on = draft.checked ? "check" : next; // who has seen all answers once goes back to them
    location.hash = `${draft.id}/${on ?? "check"}`;
  });
}

// What the server would send back: steps with a question that nobody answered. [slug, words] each.
function unanswered(record) {
  const found = [];
  for (const slug of pathOf(record)) {
    const answers = record.answers[slug] ?? {};
    const given = (name) => Object.entries(answers).some(([key, values]) =>
      (key === name || (key.startsWith(`${name}_`) && /^\d+$/.test(key.slice(name.length + 1)))) && values.some((text) => text.trim()));
    const { asked, regional, title } = forms[slug].dataset;
    if (JSON.parse(asked ?? "[]").some((names) => !names.some(given))) found.push([slug, title]);
    else if (regional?.split(" ").includes(value(record, slug, "administration_list")) && !given("region")) found.push([slug, said.regionMissing]);
  }
  return found;
}

async function ready(form) {
  const ticked = ["court", "truth", "privacy"].every((name) => form.elements[name]?.checked) && answersOf(form).share;
  form.querySelector("[data-declare-error]").hidden = ticked;
  const missing = unanswered(draft);
  const box = form.querySelector("[data-to-answer]");
  box.hidden = !missing.length;
  replace(box.querySelector("ul"), ...missing.map(([slug, words]) => element("li", {}, element("a", { href: `#${draft.id}/${slug}`, textContent: words }))));
  if (!ticked || missing.length) return;
  const { id } = draft;
  await change(id, (now) => Object.assign(now, { state: "waiting", message: "" }));
  location.hash = "";
  await route();
  tell(navigator.onLine ? said.stateSending : said.stateWaiting);
  showCard(id);
  await drain({ only: id });
  status.hidden = true;
  await list();
  showCard(id);
}

// --- photos and voices ---

const error = page.querySelector("[data-file-error]");
let adding = Promise.resolve();
// It joins the complaint that was on the screen when it was chosen, however long it takes.
function addFile(original, kind, id) {
  adding = adding.then(() => keepOne(original, kind, id));
  return adding;
}

async function keepOne(original, kind, id) {
  const file = await smaller(original);
  error.hidden = file.size <= Number(said.most);
  if (!error.hidden) { error.textContent = said.fileBig; return; }
  const name = newId();
  const gone = [];
  let kept = false;
  try {
    await keepFile(name, file);
    const now = await change(id, (now) => {
      if (!WRITABLE.includes(now.state)) return;
      kept = true;
      if (kind === "mandate") gone.push(...now.files.filter((one) => one.kind === kind));
      now.files = [...now.files.filter((one) => !gone.includes(one)), { id: name, name: file.name, type: file.type, size: file.size, kind }];
    });
    if (!kept) { gone.push({ id: name }); Object.assign(error, { hidden: false, textContent: said.notKept }); }
    else if (draft?.id === id) draft = now;
    for (const one of gone) await dropFile(one.id);
  } catch {
    Object.assign(error, { hidden: false, textContent: said.noRoom });
    if (!kept) await dropFile(name).catch(() => {});
    return;
  }
  if (draft) showFiles();
}

function showFiles() {
  for (const box of page.querySelectorAll("[data-files]")) {
    const rows = draft.files.filter((file) => file.kind === box.dataset.files).map((file) => element("li", {},
      element("div", {}, element("p", { className: "file-name" }, element("bdi", { dir: "ltr", textContent: file.name })),
        element("p", { className: "hint" }, element("bdi", { dir: "ltr", textContent: `${Math.ceil(file.size / 1024)} KB` }))),
      button(said.remove, "quiet", async () => {
        const now = await change(draft.id, (now) => { if (WRITABLE.includes(now.state)) now.files = now.files.filter((one) => one.id !== file.id); });
        if (!now || now.files.some((one) => one.id === file.id)) return route(); // sent or deleted meanwhile
        draft = now;
        await dropFile(file.id);
        showFiles();
      })));
    replace(box, ...rows);
    if (!rows.length && box.dataset.files === "") box.append(element("li", { className: "hint", textContent: said.filesNone }));
  }
}

for (const input of page.querySelectorAll("input[data-file]")) {
  input.addEventListener("change", async (event) => {
    event.stopPropagation();
    const chosen = [...input.files];
    const { id } = draft;
    input.value = "";
    for (const file of chosen) await addFile(file, input.dataset.file, id);
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
    const { id } = draft;
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      const parts = [];
      running = new MediaRecorder(stream, { mimeType: KIND });
      running.addEventListener("dataavailable", (event) => parts.push(event.data));
      running.addEventListener("stop", async () => {
        for (const track of stream.getTracks()) track.stop();
        running = null;
        label.textContent = before;
        await addFile(new File(parts, `${recorder.dataset.name}.m4a`, { type: KIND }), "", id);
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
  replace(box);
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
  flush();
  await saving; // what was written is there before it is read
  const found = id ? await read("drafts", id) : null;
  draft = found && WRITABLE.includes(found.state) ? found : null;
  const view = draft && step === "check" ? "check" : draft && forms[step] ? "step" : "list";
  for (const [name, box] of Object.entries(views)) box.hidden = name !== view;
  if (view === "list") {
    draft = null;
    await list();
  } else if (view === "check") {
    summary();
    forms.declare.querySelector("[data-to-answer]").hidden = true;
    if (!draft.checked) draft = (await change(draft.id, (now) => { now.checked = true; })) ?? draft;
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
  replace(problems.querySelector("ul"), ...(draft.problems?.[slug] ?? []).map((words) => element("li", { textContent: words })));
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

async function start() {
  const first = page.querySelector("[data-begin]");
  first.addEventListener("click", begin); // before it is shown and before anything is waited for: no press is lost
  first.parentElement.hidden = false;
  if (!(await works())) {
    views.list.hidden = false;
    first.disabled = true;
    tell(said.blocked, "warning");
    return;
  }
  addEventListener("hashchange", route);
  changed(() => { if (!draft) list(); });
  await route();
  listen();
  if (navigator.onLine) enter().catch(() => {}); // whose the next one is
}
start();
