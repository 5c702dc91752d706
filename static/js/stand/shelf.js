// What a prepared tablet keeps (docs/stand-tablet.md): the day, envelopes that nobody can open here, and numbers with words of ours.
// Nothing of a person stands here in the clear, ever.

import { newId } from "../ids.js";
import { seal } from "./seal.js";

const NAME = "stand";
const ROUNDS = 600_000; // of PBKDF2 (OWASP); what it guards is the screen, not the envelopes
const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});
const settled = (transaction) => new Promise((resolve, reject) => {
  transaction.oncomplete = () => resolve();
  transaction.onabort = transaction.onerror = () => reject(transaction.error);
});

let opened;
function open() {
  if (!opened) opened = new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("day");
      request.result.createObjectStore("sealed", { keyPath: "key" }); // number, shift and state; the bytes apart, for they are large
      request.result.createObjectStore("bytes");
      request.result.createObjectStore("notes", { keyPath: "key" });
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => { request.result.close(); opened = null; };
      request.result.onclose = () => { opened = null; }; // the browser took it away: the tablet was revoked
      resolve(request.result);
    };
    request.onerror = () => { opened = null; reject(request.error); };
  });
  return opened;
}

// Other windows hear of a change by the channel, this one by itself.
const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel("stand") : null;
const hearers = [];
export const changed = (hear) => { hearers.push(hear); channel?.addEventListener("message", ({ data }) => hear(data)); };
const tell = (what) => { channel?.postMessage(what); for (const hear of hearers) hear(what); };
// The six figures that were typed, in whichever digits.
export const figures = (text) =>
  [...text.normalize("NFKC")].map((one) => {
    const code = one.codePointAt(0);
    const zero = [0x30, 0x660, 0x6f0].find((first) => code >= first && code < first + 10);
    return zero === undefined ? "" : String(code - zero);
  }).join("");

// --- the day ---

export const day = async () => (await done((await open()).transaction("day").objectStore("day").get("day"))) ?? null;

async function changeDay(how) {
  const transaction = (await open()).transaction("day", "readwrite");
  const store = transaction.objectStore("day");
  const now = await done(store.get("day"));
  if (now) {
    how(now);
    store.put(now, "day");
  }
  await settled(transaction);
  tell("day");
  return now ?? null;
}

async function derived(pin, salt, rounds) {
  const typed = await crypto.subtle.importKey("raw", new TextEncoder().encode(pin), "PBKDF2", false, ["deriveBits"]);
  return new Uint8Array(await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds }, typed, 256));
}

// The day begins on this tablet: `facts` are the server's, `pin` was proved there. What waits from before stays.
export async function prepare(facts, pin, language) {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const before = await day();
  const same = before?.shift === facts.shift ? before : null;
  const made = {
    ...facts,
    language,
    skew: Date.parse(facts.now) - Date.now(),
    ends: Date.parse(facts.ends),
    last: Math.max(facts.last, same?.last ?? 0),
    sent: same?.sent ?? 0,
    batch: before?.batch ?? null,
    tries: 0,
    over: false,
    lock: { salt, rounds: ROUNDS, hash: await derived(pin, salt, ROUNDS) },
  };
  const transaction = (await open()).transaction("day", "readwrite");
  transaction.objectStore("day").put(made, "day");
  await settled(transaction);
  navigator.storage?.persist?.();
  tell("day");
}

// Whether this is the PIN. The fifth wrong one ends the day here; the count survives a reload.
export async function unlocks(pin, tries) {
  const before = await changeDay((now) => { now.tries += 1; if (now.tries > tries) now.over = true; });
  if (!before || before.over) return false;
  const found = await derived(pin, before.lock.salt, before.lock.rounds);
  const right = found.every((byte, at) => byte === before.lock.hash[at]);
  await changeDay((now) => {
    if (right) now.tries = 0;
    else if (now.tries >= tries) now.over = true;
  });
  return right;
}

export const clock = (of) => new Date(Date.now() + of.skew).toISOString();
export const isOver = (of) => !of || of.over || Date.now() + of.skew > of.ends;

// --- envelopes ---

export const all = async () => {
  const found = await done((await open()).transaction("sealed").objectStore("sealed").getAll());
  return found.sort((one, other) => one.shift - other.shift || one.number - other.number);
};
export const bytesOf = async (key) => done((await open()).transaction("bytes").objectStore("bytes").get(key));
export const notes = async () => done((await open()).transaction("notes").objectStore("notes").getAll());

// Seals a visit and puts it on the shelf, with the next number or the one it has. `open`: the person still sits here; the same key again
// takes the place of what was there. `outcome` is counted with the final one.
export async function put({ key, facts, files = [], unfinished = false }) {
  const of = await day();
  const bytes = await seal({ publicKey: of.public, shift: of.shift, key, facts, files });
  const transaction = (await open()).transaction(["day", "sealed", "bytes"], "readwrite");
  const days = transaction.objectStore("day");
  const now = await done(days.get("day"));
  const shelf = transaction.objectStore("sealed");
  const before = await done(shelf.get(key));
  const number = before?.number ?? now.last + 1;
  if (unfinished && before?.state === "waiting") return number; // it was finished while this was being sealed
  now.last = Math.max(now.last, number);
  if (!unfinished) now.counted[facts.outcome] = (now.counted[facts.outcome] ?? 0) + 1;
  days.put(now, "day");
  shelf.put({ key, number, shift: of.shift, state: unfinished ? "open" : "waiting" });
  transaction.objectStore("bytes").put(bytes, key);
  await settled(transaction);
  tell(key);
  return number;
}

export async function drop(key) {
  const transaction = (await open()).transaction(["sealed", "bytes"], "readwrite");
  for (const store of ["sealed", "bytes"]) transaction.objectStore(store).delete(key);
  await settled(transaction);
  tell(key);
}

// What was being written when the browser died: it waits as unfinished. Only who holds the page's lock asks for this.
export async function closeOpen() {
  const transaction = (await open()).transaction("sealed", "readwrite");
  const shelf = transaction.objectStore("sealed");
  for (const one of await done(shelf.getAll())) if (one.state === "open") shelf.put({ ...one, state: "waiting" });
  await settled(transaction);
  tell("sealed");
}

// It has arrived, or was refused there: the envelope goes, the words stay until the agent has read them.
export async function arrived(key, { state, words }, shift) {
  const transaction = (await open()).transaction(["day", "sealed", "bytes", "notes"], "readwrite");
  for (const store of ["sealed", "bytes"]) transaction.objectStore(store).delete(key);
  if (words) transaction.objectStore("notes").put({ key, state, words });
  const days = transaction.objectStore("day");
  const now = await done(days.get("day"));
  if (now && now.shift === shift && state !== "refused") days.put({ ...now, sent: now.sent + 1 }, "day");
  await settled(transaction);
  tell(key);
}

// It may not be sent from here: it stays, with why.
export async function held(key, words) {
  const transaction = (await open()).transaction(["sealed", "notes"], "readwrite");
  const shelf = transaction.objectStore("sealed");
  const now = await done(shelf.get(key));
  if (now) shelf.put({ ...now, state: "held" });
  transaction.objectStore("notes").put({ key, state: "refused", words });
  await settled(transaction);
  tell(key);
}

export async function noted(key) {
  const transaction = (await open()).transaction("notes", "readwrite");
  transaction.objectStore("notes").delete(key);
  await settled(transaction);
  tell(key);
}

// The sending that is under way: kept, so that a broken one goes on as the same.
export async function batch(size) {
  return (await changeDay((now) => { now.batch = now.batch ?? { key: newId(), of: size }; }))?.batch ?? { key: newId(), of: size };
}
export const endBatch = () => changeDay((now) => { now.batch = null; });

// Everything: the tablet was revoked.
export async function wipe() {
  const base = await opened?.catch(() => null);
  base?.close();
  opened = null;
  await new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(NAME);
    request.onsuccess = request.onerror = request.onblocked = resolve;
  });
  for (const name of await caches.keys()) await caches.delete(name);
  tell("wiped");
}
