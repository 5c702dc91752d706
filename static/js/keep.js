// The secret code is kept before the page is left. Without JavaScript the form below the code is the way on.
const form = document.querySelector("[data-keep]");
const dialog = document.getElementById("keep-dialog");
let leaving = false;
const choose = (way) => {
  const radio = form.querySelector(`[value="${way}"]`);
  if (radio) radio.checked = true;
};

// What one does to keep the code chooses its answer; only "Go on" sends it.
document.querySelector("[data-copy='secret-code']")?.addEventListener("click", () => choose("copied"));
document.querySelector("[data-print]")?.addEventListener("click", () => choose("printed"));
document.querySelector("[data-keep-pdf]")?.addEventListener("click", () => choose("pdf"));
addEventListener("afterprint", () => choose("printed"));

// Any other way out of the page asks first, and can be taken all the same.
let wanted = null;
const ask = (event, go) => {
  if (leaving || form.querySelector(":checked")) return;
  event.preventDefault();
  wanted = go;
  dialog.showModal();
};
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (link && !link.matches("[data-keep-pdf], [href^='#'], [href^='tel:']")) ask(event, () => location.assign(link.href));
});
for (const other of document.querySelectorAll("form[data-leaves]")) {
  other.addEventListener("submit", (event) => ask(event, () => other.submit()));
}
dialog.addEventListener("close", () => {
  if (dialog.returnValue === "leave" && wanted) { leaving = true; wanted(); }
  else form.querySelector("input[type=radio]").focus();
});
addEventListener("beforeunload", (event) => {
  if (!leaving && !form.querySelector(":checked")) event.preventDefault();
});
for (const own of document.querySelectorAll("form")) own.addEventListener("submit", (event) => { if (!event.defaultPrevented) leaving = true; });
