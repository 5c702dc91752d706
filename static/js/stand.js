// The shared tablet of a stand: it locks itself, takes a signature, and sees when a phone has taken the complaint.
// Without this script the server locks all the same, by the last page that was asked for.
import { pad } from "./stand/finger.js";

const door = document.getElementById("lock-form");
const csrf = () => new FormData(door);
const post = (address, body) => fetch(address, { method: "POST", body, redirect: "manual" });
const toLock = () => location.replace(door.dataset.unlock);
const kept = document.querySelector("form[data-keeps]");
let dirty = false; // something was typed there since it was saved

if (door) {
  const after = Number(door.dataset.after) * 1000;
  const quiet = 20_000;
  let touched = Date.now();
  let told = touched;
  let locking = false;

  const lock = async () => {
    if (locking) return;
    locking = true;
    document.documentElement.classList.add("locked");
    if (kept) { // what was typed is kept before the screen goes
      const data = new FormData(kept);
      data.append("lock", "1");
      await post(kept.action, data).catch(() => {});
      dirty = false;
    }
    await post(door.action, csrf()).catch(() => {});
    toLock();
  };
  const touch = () => {
    touched = Date.now();
    if (touched - told < Math.min(quiet, after / 3)) return;
    told = touched;
    post(door.dataset.here, csrf()).then((answer) => { if (answer.type === "opaqueredirect") lock(); }).catch(() => {});
  };
  const look = () => { if (Date.now() - touched >= after) lock(); };

  for (const name of ["pointerdown", "keydown", "input", "wheel", "touchmove"]) document.addEventListener(name, touch, { passive: true });
  document.addEventListener("visibilitychange", look); // a tablet that slept locks as it wakes
  setInterval(look, 1000);
  door.addEventListener("submit", (event) => { event.preventDefault(); lock(); });
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); }); // Back shows nothing that was kept
}

// form[data-keeps]: what is typed is kept whichever way the page is left, not by its own button alone.
if (kept) {
  const body = () => { const data = new FormData(kept); data.append("later", "1"); return data; };
  const thenGo = async (go) => {
    const answer = await post(kept.action, body()).catch(() => null);
    if (!answer) return; // without a line one stays, with every word
    dirty = false;
    if (answer.type === "opaqueredirect") go();
    else kept.submit(); // another window saved meanwhile, or it was refused: the page says so, with every word
  };
  for (const name of ["input", "change"]) kept.addEventListener(name, () => { dirty = true; });
  kept.addEventListener("submit", () => { dirty = false; });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!dirty || !link || link.target || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.hash && link.pathname === location.pathname) return;
    event.preventDefault();
    thenGo(() => location.assign(link.href));
  });
  document.addEventListener("submit", (event) => {
    const other = event.target;
    if (!dirty || other === kept || other === door || event.defaultPrevented) return;
    event.preventDefault();
    thenGo(() => other.submit());
  });
  addEventListener("pagehide", () => { if (dirty) navigator.sendBeacon(kept.action, body()); });
}

// Between two people, on a tablet where sealed visits wait (stand/shelf.js): everything else that the browser stored goes.
if (document.querySelector("[data-empties]")) {
  sessionStorage.clear();
  localStorage.clear();
  indexedDB.deleteDatabase("e-wassit");
}

const frame = document.querySelector("[data-finger]");
if (frame) {
  frame.hidden = false;
  const canvas = frame.querySelector("canvas");
  const finger = pad(canvas, frame.querySelector("[data-clear]"));
  frame.querySelector("form").addEventListener("submit", (event) => {
    event.target.elements.picture.value = finger.written() ? canvas.toDataURL("image/png") : "";
  });
}

const phone = document.getElementById("phone-state");
if (phone) {
  setInterval(async () => {
    const answer = await fetch(phone.dataset.state, { redirect: "manual" }).catch(() => null);
    if (answer?.ok && (await answer.json()).taken) location.replace(phone.dataset.next);
    else if (answer?.type === "opaqueredirect" && door) toLock();
  }, 2000);
}
