// Single keys on the desk, for those who switched them on (docs/desk.md). Never while something is typed, never with a
// modifier, and every one of them does what a link or a field on the page does too.
const script = document.getElementById("keys");
const links = () => [...document.querySelectorAll(".queue tbody th a")];
const typing = (target) => target.isContentEditable || target.matches?.("input:not([type=checkbox]):not([type=radio]), textarea, select");
const row = () => document.activeElement?.closest(".queue tbody tr");
// A keyboard of another script has the same keys in the same places.
const places = { KeyJ: "j", KeyK: "k", KeyO: "o", KeyX: "x", Slash: "/" };
const key = (event) => {
  if (event.key === "؟") return "?";
  return /^[\x21-\x7e]$/.test(event.key) ? event.key : (places[event.code] ?? "");
};
const move = (step) => {
  const all = links();
  if (!all.length) return;
  const at = all.findIndex((link) => link.closest("tr") === row());
  const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1);
  all[next].focus();
  all[next].scrollIntoView({ block: "nearest" });
};
const acts = {
  j: () => move(1),
  k: () => move(-1),
  o: () => row()?.querySelector("th a")?.click(),
  x: () => row()?.querySelector("input[name=file]")?.click(),
  "/": () => {
    const field = document.querySelector("[role=search] input[name=q]");
    if (field) field.focus();
    else location.assign(script.dataset.queue);
  },
  "?": () => location.assign(script.dataset.help),
};
document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (typing(event.target) || document.querySelector("dialog[open]")) return;
  const act = acts[key(event)];
  if (!act) return;
  event.preventDefault();
  act();
});
