// The page of a day without a network: one person after the other, each sealed at the end and gone from the screen
// (docs/stand-tablet.md). What a person says stands in memory alone until then, and sealed as unfinished at every step.

import { answersOf, button, element, fill, replace } from "../offline/fields.js";
import { newId } from "../ids.js";
import { smaller } from "../upload.js";
import { newCode, newNumber } from "./codes.js";
import { drain, listen } from "./send.js";
import * as shelf from "./shelf.js";
import { pad } from "./finger.js";
import { account, pageIn, part } from "./turn.js";

const page = document.getElementById("stand");
const said = page.dataset;
const paths = JSON.parse(said.capacities);
const required = JSON.parse(said.required);
const views = Object.fromEntries([...page.querySelectorAll("[data-view]")].map((view) => [view.dataset.view, view]));
const forms = Object.fromEntries([...page.querySelectorAll("form[data-step]")].map((form) => [form.dataset.step, form]));
const status = page.querySelector("[data-status]");
const lockButton = document.querySelector("[data-lock]");
let person = null; // who sits here
let now = ""; // the view on the screen
let behind = ""; // the view behind the lock

function tell(words, tone = "info") {
  status.hidden = !words;
  status.className = `notice ${tone}`;
  status.textContent = words;
}

// Behind the lock the next view waits for the PIN, whatever was still being sealed when it fell.
function show(name) {
  if (now === "locked" && name !== "locked") {
    behind = name;
    return;
  }
  now = name;
  for (const [each, view] of Object.entries(views)) view.hidden = each !== name;
  document.body.classList.toggle("turning", name === "turned");
  page.querySelector("[data-shelf]").hidden = !["home", "over"].includes(name);
  lockButton.hidden = ["none", "busy", "over", "locked"].includes(name);
  scrollTo(0, 0);
  document.getElementById("main").focus({ preventScroll: true });
}

// --- between two people ---

async function home() {
  person = null;
  for (const form of page.querySelectorAll("form")) form.reset();
  for (const list of page.querySelectorAll("[data-files]")) replace(list);
  for (const fold of page.querySelectorAll("details[open]")) fold.open = false;
  replace(views.turned);
  tell("");
  await count();
  show(shelf.isOver(await shelf.day()) ? "over" : "home");
}

async function count() {
  const [of, kept, notes] = [await shelf.day(), await shelf.all(), await shelf.notes()];
  if (!of) return;
  page.querySelector("[data-kept]").textContent = kept.filter((one) => one.state !== "open").length;
  page.querySelector("[data-sent]").textContent = of.sent;
  page.querySelector("[data-where]").textContent = [of.stand, of.desk].filter(Boolean).join(" · ");
  page.querySelector("[data-agent]").textContent = of.agent;
  for (const place of page.querySelectorAll("[data-count-of]")) place.textContent = of.counted[place.dataset.countOf] ?? 0;
  replace(page.querySelector("[data-notes]"), ...notes.map((note) => {
    const box = element("div", { className: `notice ${note.state === "refused" ? "error" : "warning"}` },
      element("div", {}, element("p", { textContent: note.words }), button(said.seen, "quiet", () => shelf.noted(note.key))));
    box.dataset.note = note.state;
    return box;
  }));
}

page.querySelector("[data-begin]").addEventListener("click", async () => {
  if (shelf.isOver(await shelf.day())) return home();
  show("person");
});
page.querySelector("[data-send]").addEventListener("click", async () => {
  const why = await drain({ told: sending, pressed: true });
  ended(why === "nothing" ? "" : why);
});

const sending = (sent, of) => { if (now === "home" || now === "over") tell(`${said.sending} ${sent} / ${of}`); };
function ended(why) {
  if (now !== "home" && now !== "over") return;
  const words = { offline: said.whyOffline, busy: said.whyBusy, unknown: said.whyUnknown, stuck: said.whyStuck, "": said.whyDone };
  tell(words[why] ?? "", why === "" ? "success" : "warning");
}

// --- one person ---

page.querySelector("form[data-person]").addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target;
  const { language, country } = Object.fromEntries(new FormData(form));
  form.querySelector("[data-person-error]").hidden = Boolean(language);
  if (!language) return;
  person = { key: newId(), language, country, way: "", answers: {}, files: [] };
  show("ways");
});

for (const way of page.querySelectorAll("[data-way]")) {
  way.addEventListener("click", async () => {
    person.way = way.dataset.way;
    if (person.way === "listened") return leaves({ outcome: "listened" });
    if (person.way !== "filed") return show(person.way);
    person.answers = { contact: { language: [person.language] }, ...(person.country && { address: { country: [person.country] } }), ...person.answers };
    step(path()[0]);
  });
}

const facts = async (more) => ({
  language: person.language, country: person.country, at: shelf.clock(await shelf.day()), ...more,
});

async function kept(how) {
  try {
    return await shelf.put({ key: person.key, ...how });
  } catch {
    tell(said.noRoom, "warning");
    return 0;
  }
}

// A last button is pressed once: while it seals, another press does nothing.
let sealing = false;
async function once(work) {
  if (sealing) return;
  sealing = true;
  try { await work(); } finally { sealing = false; }
}

const leaves = (more) => once(async () => { if (await kept({ facts: await facts(more) })) await home(); });

page.querySelector("form[data-oriented]").addEventListener("submit", (event) => {
  event.preventDefault();
  const { competent, ground } = Object.fromEntries(new FormData(event.target));
  const sound = competent === "yes" || (competent === "no" && ground);
  event.target.querySelector("[data-oriented-error]").hidden = Boolean(sound);
  if (sound) leaves({ outcome: "oriented", competent: competent === "yes", ground: competent === "no" ? ground : "" });
});

page.querySelector("form[data-question]").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const { text, email } = Object.fromEntries(new FormData(form));
  const sound = text.trim() && email.trim() && form.elements.email.validity.valid;
  form.querySelector("[data-question-error]").hidden = Boolean(sound);
  if (!sound) return;
  const question = { text: text.trim(), email: email.trim(), country: person.country };
  await once(async () => {
    if (!await kept({ facts: await facts({ outcome: "question", question }) })) return;
    form.reset();
    const box = await turned("asked");
    box.querySelector("[data-have]").addEventListener("click", home);
  });
});

// --- a complaint: the steps ---

const value = (slug, name) => (person.answers[slug]?.[name] ?? []).slice(-1)[0] ?? "";
function path() {
  const found = paths[value("who", "who")] ?? paths.self;
  return [...found.filter((slug) => slug !== "urgency" || value("request", "pressing") === "yes"), "papers"];
}

function step(slug) {
  person.at = slug;
  for (const [name, form] of Object.entries(forms)) form.hidden = name !== slug;
  if (slug !== "papers") fill(forms[slug], person.answers[slug] ?? {});
  page.querySelector("[data-progress]").textContent = `${path().indexOf(slug) + 1} / ${path().length}`;
  showFiles();
  show("step");
}

async function complaint(finished, more = {}) {
  const way = path();
  const answers = Object.fromEntries(Object.entries(person.answers).filter(([slug]) => way.includes(slug)));
  const files = [...person.files, ...(person.signature?.files ?? [])];
  const told = await facts({ outcome: "filed", complaint: { answers, finished, ...more } });
  return { facts: told, files, unfinished: !finished };
}

function read(slug) {
  if (!slug || slug === "papers") return;
  person.answers[slug] = answersOf(forms[slug]);
  delete person.answers[slug].time_zone; // the tablet's is not the person's
}
const keepUnfinished = async () => kept(await complaint(false));

for (const [slug, form] of Object.entries(forms)) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    read(slug);
    if (!await keepUnfinished()) return;
    tell("");
    const way = path();
    const next = way[way.indexOf(slug) + 1];
    if (next) step(next);
    else check();
  });
}

function check() {
  person.at = "check";
  const filled = (slug, names) => names.some((name) => (person.answers[slug]?.[name] ?? []).some((text) => text.trim()));
  const open = path().filter((slug) => slug !== "papers" && required[slug].some((names) => !filled(slug, names)));
  const note = page.querySelector("[data-empty-steps]");
  note.hidden = !open.length;
  replace(note, `${said.missing} `, ...open.flatMap((slug, at) => [at ? ", " : "", button(forms[slug].dataset.title, "quiet", () => step(slug))]));
  page.querySelector("[data-turn-now]").disabled = open.length > 0;
  show("check");
}

for (const link of page.querySelectorAll(".back a")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    if (now === "ways" || now === "person") return now === "person" ? home() : show("person");
    if (now === "oriented" || now === "question") return show("ways");
    if (now === "step") read(person.at);
    const way = [...path(), "check"];
    const before = way[way.indexOf(person.at) - 1];
    if (before) step(before);
    else show("ways");
  });
}

page.querySelector("[data-leave-person]").addEventListener("click", async () => {
  if (!confirm(said.leave)) return;
  await shelf.drop(person.key);
  person.key = newId();
  await leaves({ outcome: "listened" });
});

// --- papers ---

const error = page.querySelector("[data-file-error]");
async function addFile(original, kind) {
  const blob = await smaller(original);
  const others = person.files.filter((one) => !kind || one.kind !== kind);
  const words = (blob.size > Number(said.most) && said.fileBig)
    || (others.length >= Number(said.mostFiles) && said.filesMany)
    || (others.reduce((sum, one) => sum + one.blob.size, blob.size) > Number(said.mostTogether) && said.filesTogether)
    || "";
  error.hidden = !words;
  error.textContent = words;
  if (!words) person.files = [...others, { name: blob.name, kind, blob }];
  showFiles();
}

function showFiles() {
  for (const box of page.querySelectorAll("[data-files]")) {
    const rows = person.files.filter((file) => file.kind === box.dataset.files).map((file) => element("li", {},
      element("p", { className: "file-name" }, element("bdi", { dir: "ltr", textContent: file.name })),
      button(said.remove, "quiet", () => { person.files = person.files.filter((one) => one !== file); showFiles(); })));
    replace(box, ...rows);
    if (!rows.length && box.dataset.files === "") box.append(element("li", { className: "hint", textContent: said.filesNone }));
  }
}

for (const input of page.querySelectorAll("input[data-file]")) {
  input.addEventListener("change", async () => {
    const chosen = [...input.files];
    input.value = "";
    for (const file of chosen) await addFile(file, input.dataset.file);
  });
}

// --- the tablet is turned ---

async function turned(name) {
  const theirs = await pageIn(said.page, person.language);
  const box = views.turned;
  box.lang = person.language;
  box.dir = theirs.documentElement.dir;
  replace(box, part(theirs, name));
  for (const go of box.querySelectorAll("[data-go]")) go.addEventListener("click", () => turns[go.dataset.go]());
  show("turned");
  return box;
}

const turns = {
  async read() {
    const box = await turned("read");
    const { language, ...contact } = person.answers.contact ?? {}; // asked of the agent, not of the person
    const told = { answers: { ...person.answers, contact }, path: path(), files: person.files };
    box.querySelector("[data-account]").append(account(await pageIn(said.page, person.language), told));
    box.querySelector("[data-change]").addEventListener("click", () => step(path()[0]));
  },

  async sign() {
    const box = await turned("sign");
    const sign = (way, files = [], why = "") => { person.signature = { way, why, files }; turns.declare(); };
    const canvas = box.querySelector("canvas");
    const finger = pad(canvas, box.querySelector("[data-clear]"));
    box.querySelector("[data-finger]").addEventListener("click", async () => {
      const blob = finger.written() && await new Promise((drawn) => canvas.toBlob(drawn, "image/png"));
      box.querySelector("[data-empty]").hidden = Boolean(blob);
      if (blob) sign("finger", [{ name: "signature.png", kind: "signature", blob }]);
    });
    box.querySelector("[data-scan]").addEventListener("change", async (event) => {
      const blob = await smaller(event.target.files[0]);
      const big = blob.size > Number(said.most);
      box.querySelector("[data-big]").hidden = !big;
      if (!big) sign("paper", [{ name: blob.name, kind: "transcript", blob }]);
    });
    box.querySelector("[data-refuse]").addEventListener("click", () => {
      const why = box.querySelector("[data-why]").value.trim();
      box.querySelector("[data-no-why]").hidden = Boolean(why);
      if (why) sign("refused", [], why);
    });
  },

  async declare() {
    const box = await turned("declare");
    const form = box.querySelector("form");
    // Who said that no court deals with the matter declares just that; the server asks for the same sentence.
    if (value("dates", "court") === "no") form.querySelector("label[for$='-court']").firstChild.textContent = form.dataset.notBeforeCourts;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const declared = answersOf(form);
      const share = (declared.share ?? [])[0];
      const whole = ["court", "truth", "privacy"].every((name) => declared[name]) && share
        && (share !== "no" || (declared.share_reason ?? [])[0]?.trim());
      form.querySelector("[data-missing]").hidden = Boolean(whole);
      if (whole) await once(() => turns.keep(declared));
    });
  },

  // Sealed first, then shown: what the person copies down is what will open the file.
  async keep(declared) {
    const { way, why } = person.signature;
    const [code, provisional] = [newCode(), newNumber()];
    if (!await kept(await complaint(true, { declared, way, why, code, provisional }))) return;
    const { key, language } = person;
    person = { key, language, answers: {}, files: [] }; // all but the page that the person reads now
    for (const form of Object.values(forms)) form.reset();
    const box = await turned("code");
    box.querySelector("[data-number]").textContent = provisional;
    box.querySelector("[data-code]").textContent = code;
    box.querySelector("[data-have]").addEventListener("click", home);
  },
};

page.querySelector("[data-turn-now]").addEventListener("click", () => turns.read());

// --- the lock ---

let touched = Date.now();
async function lock() {
  if (["none", "busy", "over", "locked"].includes(now)) return;
  behind = now;
  show("locked");
  views.locked.querySelector("form").reset();
  if (person?.way === "filed" && person.at) {
    if (behind === "step") read(person.at);
    await keepUnfinished();
  }
}

lockButton.addEventListener("click", lock);
for (const name of ["pointerdown", "keydown", "input", "wheel", "touchmove"]) document.addEventListener(name, () => { touched = Date.now(); }, { passive: true });
const look = () => { if (Date.now() - touched >= Number(said.after) * 1000) lock(); };
document.addEventListener("visibilitychange", look); // a tablet that slept locks as it wakes
setInterval(look, 1000);
addEventListener("beforeunload", (event) => { if (person) event.preventDefault(); });

views.locked.querySelector("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const field = event.target.elements.pin;
  const pin = shelf.figures(field.value);
  field.value = "";
  const right = await shelf.unlocks(pin, Number(said.tries));
  if (right || shelf.isOver(await shelf.day())) now = ""; // the lock is gone, or the day is
  const wrong = views.locked.querySelector("[data-pin-error]");
  wrong.hidden = right;
  wrong.textContent = said.wrong;
  touched = Date.now();
  if (right && person) return show(behind);
  if (right) return home();
  if (shelf.isOver(await shelf.day())) { // what was being written is sealed: it goes to the desk as unfinished
    await shelf.closeOpen();
    await home();
  }
});

// --- opening ---

async function begin() {
  const of = await shelf.day();
  if (!of) return show("none");
  await shelf.closeOpen();
  await count();
  show(shelf.isOver(of) ? "over" : "locked");
}

// One window at a time helps people; every one may send.
async function opening() {
  if (!navigator.locks) return begin();
  await new Promise((resolve) => {
    navigator.locks.request("stand-page", { ifAvailable: true }, async (mine) => {
      if (!mine) show("busy");
      else await begin();
      resolve();
      return mine ? new Promise(() => {}) : null; // held as long as the page is open
    });
  });
}

shelf.changed((what) => { if (what !== "wiped") count().catch(() => {}); }); // to look would make the shelf anew
opening().then(() => {
  if (now !== "none") listen({ told: sending, ended: (why) => { if (!["busy", "revoked"].includes(why)) ended(why); } });
}).catch(() => show("none")); // this browser keeps nothing
