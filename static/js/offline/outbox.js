// Sends what waits on this telephone: on opening, on becoming visible, when the line is back, or at the press of a button
// (docs/offline.md). One tab at a time; each request may be repeated without harm, since the draft's key is its own.

import { inPieces, keyOf } from "../upload.js";
import { all, change, dropFile, fileOf, locked, wipe } from "./vault.js";

const API = "/api/v1/drafts/";
const NO_STEPS = ["papers", "declare"]; // pages of ours: the files and the declarations have requests of their own
const patience = () => AbortSignal.timeout(60_000);

class Stop extends Error { // says what became of the draft
  constructor(state, message = "") { super(message); this.state = state; }
}

// The token of a page that was kept is old: a fresh one for each round.
async function token() {
  const answer = await fetch("/app/token/", { cache: "no-store", signal: patience() });
  if (!answer.ok) throw new Error(answer.status);
  return (await answer.json()).token;
}

async function ask(record, csrf, path, method, body) {
  const answer = await fetch(`${API}${record.id}/${path}`, {
    method,
    headers: { "Draft-Secret": record.secret, "X-CSRFToken": csrf, "Accept-Language": record.language, ...(body && { "Content-Type": "application/json" }) },
    body: body && JSON.stringify(body),
    signal: patience(),
  });
  if (answer.ok) return answer.status === 204 ? null : answer.json();
  const problem = await answer.json().catch(() => ({}));
  if (answer.status === 401 || problem.code === "csrf") throw new Stop("login");
  if (answer.status === 410) throw new Stop("gone", problem.detail);
  if (answer.status < 500 && answer.status !== 429 && answer.status !== 408) throw Object.assign(new Stop("mend", problem.detail ?? ""), { problem });
  throw new Error(answer.status); // the server is away: the draft waits
}

async function sendFile(record, csrf, file) {
  const blob = await fileOf(file.id, file.type);
  if (!blob) return; // it was sent, and the telephone was switched off before it noted that
  const key = file.key ?? await keyOf(blob);
  const common = { "Draft-Secret": record.secret, "X-CSRFToken": csrf, "Accept-Language": record.language };
  try {
    await inPieces(blob, {
      begin: () => fetch(`${API}${record.id}/files/`, {
        method: "POST",
        headers: { ...common, "Content-Type": "application/json" },
        body: JSON.stringify({ key, name: file.name, size: blob.size, kind: file.kind }),
        signal: patience(),
      }),
      ask: (offset, piece) => fetch(`${API}${record.id}/files/${key}/`, {
        method: "PATCH",
        headers: { ...common, "Content-Type": "application/offset+octet-stream", "Upload-Offset": offset },
        body: piece,
        signal: patience(),
      }),
    });
  } catch (error) {
    if (error.final) throw new Stop("mend", `${file.name}: ${error.message}`);
    throw error;
  }
}

async function send(record, csrf) {
  const { reference: filed } = await ask(record, csrf, "", "PUT", { language: record.language });
  const problems = {}; // {step: [sentence, ...]}: what the server would have said on the page of the step
  if (!filed) { // else it was sent already and the answer was lost: the same words once more bring the same answer
    for (const [slug, values] of Object.entries(record.answers)) {
      if (NO_STEPS.includes(slug) || !record.path.includes(slug)) continue;
      const { errors } = await ask(record, csrf, `steps/${slug}/`, "PUT", values);
      if (errors.length) problems[slug] = errors.map(({ detail }) => detail);
    }
    for (const file of record.files) await sendFile(record, csrf, file);
  }
  const declared = record.answers.declare ?? {};
  const last = (name) => (declared[name] ?? []).slice(-1)[0] ?? "";
  const said = (name) => last(name) === "on";
  try {
    return await ask(record, csrf, "submit/", "POST", {
      court: said("court"), truth: said("truth"), privacy: said("privacy"), transfer: said("transfer"), survey: said("survey"),
      share: last("share"), share_reason: last("share_reason"), ...(record.anyway && { anyway: true }),
    });
  } catch (error) {
    for (const slug of error.problem?.steps ?? []) problems[slug] ??= [];
    throw Object.assign(error, { problems });
  }
}

async function sendOne(record, csrf) {
  await change(record.id, (now) => { now.state = "sending"; });
  try {
    const { reference } = await send(record, csrf);
    // From here on the telephone knows the number and holds the key to the code; what was written is the institution's.
    await change(record.id, (now) => Object.assign(now, { state: "sent", reference, answers: {}, files: [], message: "", problems: {} }));
    for (const file of record.files) await dropFile(file.id);
    return true;
  } catch (error) {
    const state = error instanceof Stop ? error.state : "waiting";
    const twins = error.problem?.references ?? []; // files of the same person about the same
    const message = error instanceof Stop && !twins.length ? error.message : "";
    await change(record.id, (now) => Object.assign(now, { state, message, twins, problems: error.problems ?? {} }));
    return error instanceof Stop; // the next one may fare better, unless the line is gone
  }
}

// Sends all that waits, one after the other; `only` is one draft that a person wants to send now. Gives whether the line held.
export async function drain({ only = null } = {}) {
  return locked("e-wassit-outbox", { ifAvailable: !only }, async (lock) => {
    if (!lock || !navigator.onLine) return false;
    // What another tab was sending when it was closed waits again: nobody else holds the lock.
    const ready = (await all()).filter((record) => ["waiting", "sending", "login"].includes(record.state) || record.id === only);
    const waiting = ready.filter((record) => record.state !== "sent" && (!only || record.id === only)).reverse();
    if (!waiting.length) return true;
    let csrf;
    try { csrf = await token(); } catch { return false; }
    for (const record of waiting) if (!await sendOne(record, csrf)) return false;
    return true;
  });
}

// [data-wipes]: who logs out or closes the file leaves nothing here; what was not sent is asked about first.
async function leave(event) {
  const form = event.currentTarget;
  if (event.defaultPrevented) return;
  event.preventDefault();
  const unsent = (await all()).some((record) => record.state !== "sent");
  if (unsent && !confirm(form.dataset.wipes)) return;
  await wipe();
  form.submit();
}

// Once, wherever a page of ours is open.
let listening = false;
export function listen() {
  if (listening) return;
  listening = true;
  const go = () => drain().catch(() => {});
  addEventListener("online", go);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") go(); });
  for (const form of document.querySelectorAll("form[data-wipes]")) form.addEventListener("submit", leave);
  setInterval(() => { if (document.visibilityState === "visible") go(); }, 60_000); // some browsers tell nothing
  go();
}
