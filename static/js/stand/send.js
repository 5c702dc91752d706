// Sends what is on the shelf, in order, one tab at a time; whatever breaks, the same envelope gives the same answer.

import { inPieces } from "../upload.js";
import { within } from "../within.js";
import { all, arrived, batch, bytesOf, changed, endBatch, held, wipe } from "./shelf.js";

const BASE = "/tablet/sealed/";
const FAILS = /^(400|413|500)$/; // what the server answers to this one envelope, not to every request
const patience = () => within(60_000);

class Stop extends Error { // nothing more leaves from here now; `why` is a name of the page's words
  constructor(why) { super(why); this.why = why; this.final = true; }
}

async function token() {
  const answer = await fetch("/app/token/", { cache: "no-store", signal: patience() });
  await looked(answer);
  if (!answer.ok) throw new Error(answer.status);
  return (await answer.json()).token;
}

// A revoked tablet is told so by whatever it asks for: it forgets everything.
async function looked(answer) {
  if (answer.status !== 403) return answer;
  if (answer.headers.get("Tablet") !== "revoked") throw new Stop("unknown");
  await wipe();
  throw new Stop("revoked");
}

async function sendOne(one, csrf, sending) {
  const headers = { "X-CSRFToken": csrf, "Accept-Language": document.documentElement.lang };
  const body = new Blob([await bytesOf(one.key)]);
  const told = { key: one.key, batch: sending.key, of: sending.of, shift: one.shift, number: one.number, size: body.size };
  return inPieces(body, {
    begin: async () => looked(await fetch(BASE, { method: "POST", headers, body: new URLSearchParams(told), signal: patience() })),
    ask: async (offset, piece) => looked(await fetch(`${BASE}${one.key}/`, {
      method: "POST",
      headers: { ...headers, "Content-Type": "application/octet-stream", "Upload-Offset": offset },
      body: piece,
      signal: patience(),
    })),
  });
}

// `told(sent, of)` hears how far it is. Gives "" when all has left, "nothing" when nothing waits, else a name of the page's words.
export async function drain({ told = () => {}, pressed = false } = {}) {
  const work = async (lock) => {
    if (!lock) return "busy";
    const waiting = (await all()).filter((one) => one.state === "waiting" || (pressed && one.state === "held"));
    if (!navigator.onLine) return waiting.length ? "offline" : "nothing";
    try {
      const csrf = await token(); // asked for also when nothing waits: so a revoked tablet hears of it
      if (!waiting.length) return "nothing";
      const sending = await batch(waiting.length);
      let stuck = 0;
      told(0, waiting.length);
      for (const [at, one] of waiting.entries()) {
        try {
          await arrived(one.key, await sendOne(one, csrf, sending), one.shift);
        } catch (error) {
          if (error instanceof Stop || !(error.final || FAILS.test(error.message))) throw error; // no line, or the service is away for all
          if (error.final) await held(one.key, error.message);
          else stuck += 1; // the server fails at this one: the others do not wait for it
        }
        told(at + 1, waiting.length);
      }
      if (stuck) return "stuck";
      await endBatch();
      return "";
    } catch (error) {
      if (error instanceof Stop) return error.why;
      return waiting.length ? "offline" : "nothing";
    }
  };
  return navigator.locks ? navigator.locks.request("stand-send", { ifAvailable: !pressed }, work) : work({});
}

// On opening, on becoming visible, when the line is back, and every minute: some browsers tell nothing.
export function listen(heard) {
  const go = () => drain(heard).then((why) => heard.ended?.(why)).catch(() => {});
  addEventListener("online", go);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") go(); });
  setInterval(() => { if (document.visibilityState === "visible") go(); }, 60_000);
  changed((what) => { if (what === "wiped") location.replace("/tablet/"); });
  go();
}
