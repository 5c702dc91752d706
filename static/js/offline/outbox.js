// Sends what waits on this telephone: on opening, on becoming visible, when the line is back, or at the press of a button
// (docs/offline.md). One tab at a time; each request may be repeated without harm, since the draft's key is its own.

import { inPieces, keyOf } from "../upload.js";
import { within } from "../within.js";
import { all, change, changed, dropFile, fileOf, locked, noteAccount, read, wipe } from "./vault.js";

const API = "/api/v1/drafts/";
const LOCK = "e-wassit-outbox";
const NO_STEPS = ["papers", "declare"]; // pages of ours: the files and the declarations have requests of their own
const READY = ["waiting", "sending", "login"];

class Stop extends Error { // says what became of the draft
  constructor(state, message = "") { super(message); this.state = state; }
}
class NoLine extends Error {}

const reach = (address, options) => fetch(address, { signal: within(60_000), ...options }).catch(() => { throw new NoLine(); });

// The token of a page that was kept is old: a fresh one for each round, and the mark of the account that is logged in now.
export async function enter() {
  const answer = await reach("/app/token/", { cache: "no-store" });
  if (!answer.ok) throw new NoLine();
  const { token, account } = await answer.json();
  await noteAccount(account);
  return { token, account };
}

// How far a draft is that is being sent from this tab: `hear(id, part)`, a part of 1.
const hearers = [];
export const progress = (hear) => hearers.push(hear);

async function ask(record, csrf, path, method, body) {
  const answer = await reach(`${API}${record.id}/${path}`, {
    method,
    headers: { "Draft-Secret": record.secret, "X-CSRFToken": csrf, "Accept-Language": record.language, ...(body && { "Content-Type": "application/json" }) },
    body: body && JSON.stringify(body),
  });
  if (answer.ok) return answer.status === 204 ? null : answer.json();
  const problem = await answer.json().catch(() => ({}));
  if (answer.status === 401 || problem.code === "csrf") throw new Stop("login");
  // It was sent already: by another tab just now, and then the next round learns its number; or so long ago that only the person has it.
  if (answer.status === 410) throw new Stop(path ? "waiting" : "gone", path ? "" : problem.detail);
  if (answer.status === 404 && !path) throw new Error(answer.status); // its days with us are over: it begins anew once it is cleared away
  if (answer.status < 500 && answer.status !== 429 && answer.status !== 408) throw Object.assign(new Stop("mend", problem.detail ?? ""), { problem, status: answer.status });
  throw new Error(answer.status); // the server is away: the draft waits
}

// Files that wait for the line: who presses "Send now" does not wait with them.
const wakers = new Set();
const wake = () => { for (const go of wakers) go(); wakers.clear(); };

async function sendFile(record, csrf, { blob, key, name, kind }, told) {
  const common = { "Draft-Secret": record.secret, "X-CSRFToken": csrf, "Accept-Language": record.language };
  try {
    await inPieces(blob, {
      begin: () => reach(`${API}${record.id}/files/`, {
        method: "POST",
        headers: { ...common, "Content-Type": "application/json" },
        body: JSON.stringify({ key, name, size: blob.size, kind }),
      }),
      ask: (offset, piece) => reach(`${API}${record.id}/files/${key}/`, {
        method: "PATCH",
        headers: { ...common, "Content-Type": "application/offset+octet-stream", "Upload-Offset": offset },
        body: piece,
      }),
      told,
      broken: (go) => { wakers.add(go); },
    });
  } catch (error) {
    if (error.final) throw new Stop("mend", `${name}: ${error.message}`);
    throw error;
  }
}

// The files that the draft has now; one that this telephone sent before and that was removed since is taken back.
async function sendFiles(record, csrf) {
  const files = [];
  for (const file of record.files) {
    const blob = await fileOf(file.id, file.type).catch(() => null);
    if (!blob) throw Object.assign(new Stop("mend"), { lost: file.name }); // the browser erased it: nobody may believe that it went along
    files.push({ ...file, blob, key: await keyOf(blob, file.kind) });
  }
  const keys = files.map((file) => file.key);
  const before = record.announced ?? [];
  await change(record.id, (now) => { now.announced = [...new Set([...before, ...keys])]; });
  for (const key of before.filter((one) => !keys.includes(one))) {
    await ask(record, csrf, `files/${key}/`, "DELETE").catch((error) => { if (error.status !== 404) throw error; });
  }
  const total = files.reduce((sum, { blob }) => sum + blob.size, 0);
  let done = 0;
  for (const file of files) {
    await sendFile(record, csrf, file, (part) => { for (const hear of hearers) hear(record.id, (done + part * file.blob.size) / total); });
    done += file.blob.size;
  }
}

function declared({ answers, anyway }) {
  const last = (name) => (answers.declare?.[name] ?? []).slice(-1)[0] ?? "";
  const said = (name) => last(name) === "on";
  return {
    court: said("court"), truth: said("truth"), privacy: said("privacy"), transfer: said("transfer"), survey: said("survey"),
    share: last("share"), share_reason: last("share_reason"), ...(anyway && { anyway: true }),
  };
}

async function send(record, csrf) {
  const { reference } = await ask(record, csrf, "", "PUT", { language: record.language });
  if (reference) return { reference }; // it was sent already, and the answer was lost
  const problems = {}; // {step: [sentence, ...]}: what the server would have said on the page of the step
  for (const [slug, values] of Object.entries(record.answers)) {
    if (NO_STEPS.includes(slug) || !record.path.includes(slug)) continue;
    const { errors } = await ask(record, csrf, `steps/${slug}/`, "PUT", values);
    if (errors.length) problems[slug] = errors.map(({ detail }) => detail);
  }
  await sendFiles(record, csrf);
  const now = await read("drafts", record.id);
  if (!now || now.state !== "sending") throw new Stop(""); // meanwhile a person deleted it or took it back
  try {
    return await ask(record, csrf, "submit/", "POST", declared(record));
  } catch (error) {
    for (const slug of error.problem?.steps ?? []) problems[slug] = problems[slug] ?? [];
    throw Object.assign(error, { problems });
  }
}

// Whose it is, is asked before it goes into an account in which it was not begun; whoever presses "Send now" has answered.
function mayGo(record, account, pressed) {
  const begun = record.account ?? account; // a telephone that never heard of any account
  if (begun && !account) throw new Stop("login");
  return begun === account || pressed;
}

// What the complainant called it stays with its number, so that several can be told apart.
const titled = ({ answers }) => (answers.happened?.title ?? []).slice(-1)[0] ?? "";

// Gives "told" (sent, or what a person has to do stands on its card), "failed" (the server is away) or "away" (no line).
async function sendOne(id, { token, account }, pressed) {
  let record = null;
  try {
    await change(id, (now) => {
      if (!READY.includes(now.state)) return; // it was taken back while others were sent
      if (mayGo(now, account, pressed)) record = Object.assign(now, { state: "sending", account, whose: false });
      else Object.assign(now, { state: "waiting", whose: true });
    });
    if (!record) return "told";
    const { reference } = await send(record, token);
    // From here on the telephone knows the number and holds the key to the code; what was written is the institution's.
    await change(id, (now) => Object.assign(now, { state: "sent", reference, title: titled(now), answers: {}, files: [], message: "", lost: "", twins: [], problems: {} }));
    for (const file of record.files) await dropFile(file.id);
    return "told";
  } catch (error) {
    const state = error instanceof Stop ? error.state : "waiting";
    const twins = error.problem?.references ?? []; // files of the same person about the same
    const message = error instanceof Stop && !twins.length ? error.message : "";
    if (state) await change(id, (now) => {
      if (now.state !== "sent") Object.assign(now, { state, message, twins, lost: error.lost ?? "", problems: error.problems ?? {} });
    });
    if (error instanceof Stop) return "told";
    return error instanceof NoLine ? "away" : "failed";
  }
}

// Sends all that waits, one after the other; `only` is one draft that a person wants to send now. Gives whether the line held.
async function round(only) {
  const records = await all();
  // What another tab was sending when it was closed waits again: nobody else holds the lock.
  for (const { id } of records.filter(({ state }) => state === "sending")) await change(id, (now) => { if (now.state === "sending") now.state = "waiting"; });
  const waiting = records.filter(({ id, state }) => READY.includes(state) && (!only || id === only)).sort((one, other) => one.begun - other.begun);
  if (!navigator.onLine) return false;
  if (!waiting.length) return true;
  let entered;
  try { entered = await enter(); } catch { return false; }
  let held = true;
  for (const { id } of waiting) {
    const how = await sendOne(id, entered, id === only);
    if (how === "away") return false;
    held = held && how === "told";
  }
  return held;
}

let running = Promise.resolve(false); // of this tab: browsers without locks have at least that
let rounds = 0;
export async function drain({ only = null } = {}) {
  if (only) wake();
  if (rounds && !only) return false;
  rounds += 1;
  running = running.catch(() => {}).then(() => locked(LOCK, { ifAvailable: !only }, (lock) => (lock ? round(only) : false)));
  try { return await running; } finally { rounds -= 1; }
}

// [data-wipes]: who logs out or closes the file leaves nothing here; what was not sent is asked about first.
async function leave(event) {
  const form = event.currentTarget;
  if (event.defaultPrevented) return;
  event.preventDefault();
  try {
    const unsent = (await all()).some((record) => record.state !== "sent");
    if (unsent && !confirm(form.dataset.wipes)) return;
    await wipe();
  } catch { // nothing can be read here: one must be able to log out all the same
  }
  form.submit();
}

// [data-leaves]: who is watched leaves at once. Nothing is asked, and nothing holds them up: the key goes first, then they are gone.
async function leaveNow(event) {
  const form = event.currentTarget;
  event.preventDefault();
  await Promise.race([wipe().catch(() => {}), new Promise((done) => setTimeout(done, 800))]);
  form.submit();
}

// [data-on-phone]: a page of the site says what is kept on this telephone, the most pressing first; what it is about, it does not say.
const PRESSING = ["mend", "login", "sent", "waiting", "sending", "draft"];
async function announce() {
  const box = document.querySelector("[data-on-phone]");
  if (!box) return;
  const states = (await all()).filter(({ state, seen }) => !(state === "sent" && seen)).map(({ state }) => state);
  const state = PRESSING.find((one) => states.includes(one));
  box.hidden = !state;
  if (!state || box.dataset.state === state) return; // said once, not at each piece of a file
  box.dataset.state = state;
  const [words, tone] = {
    mend: ["saysMend", "warning"], login: ["saysMend", "warning"], sent: ["saysSent", "success"], draft: ["saysDraft", "info"],
  }[state] ?? ["saysWaiting", "info"];
  box.className = `notice ${tone}`;
  const link = document.createElement("a");
  link.href = box.dataset.leads;
  link.textContent = box.dataset[words];
  box.textContent = "";
  box.append(link);
}

// Once, wherever a page of ours is open.
let listening = false;
export function listen() {
  if (listening) return;
  listening = true;
  const { account } = document.documentElement.dataset; // a page from the server says it, one that was kept does not
  if (account !== undefined) noteAccount(account).catch(() => {});
  const go = () => drain().catch(() => {});
  const say = () => announce().catch(() => {});
  changed(say);
  say();
  addEventListener("online", go);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") go(); });
  for (const form of document.querySelectorAll("form[data-wipes]")) form.addEventListener("submit", leave);
  for (const form of document.querySelectorAll("form[data-leaves]")) form.addEventListener("submit", leaveNow);
  setInterval(() => { if (document.visibilityState === "visible") go(); }, 60_000); // some browsers tell nothing
  go();
}
