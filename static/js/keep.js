// The secret code is kept before the page is left. Without JavaScript the form below the code is the way on.
const form = document.querySelector("[data-keep]");
const dialog = document.getElementById("keep-dialog");
let leaving = false;
const choose = (way) => {
  const radio = form.querySelector(`[value="${way}"]`);
  if (radio) radio.checked = true;
};

// What one did to keep the code chooses its answer, once it worked; only "Go on" sends it.
document.querySelector("[data-copy='secret-code']")?.addEventListener("copied", () => choose("copied"));

// The receipt is fetched first, so that we know that it is there before the browser saves it.
const pdf = document.querySelector("[data-keep-pdf]");
const note = document.getElementById("keep-note");
pdf?.addEventListener("click", async (event) => {
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  note.textContent = "";
  try {
    const answer = await fetch(pdf.href);
    const file = await answer.blob();
    if (!answer.ok || file.type !== "application/pdf") throw new Error(`no receipt: ${answer.status}`);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition"))?.[1] ?? "receipt.pdf";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    choose("pdf");
  } catch {
    note.textContent = note.dataset.failed;
  }
});

// A browser says that the print window is closed, not that anything was printed: we ask.
const printed = document.getElementById("print-dialog");
addEventListener("afterprint", () => {
  if (form.querySelector(":checked") || document.querySelector("dialog[open]") || !printed.showModal) return;
  printed.returnValue = "";
  printed.showModal();
});
printed.addEventListener("close", () => {
  if (printed.returnValue === "printed") choose("printed");
  form.querySelector(printed.returnValue === "printed" ? ":checked" : "input[type=radio]").focus();
});

// Any other way out of the page asks first, and can be taken all the same.
let wanted = null;
const ask = (event, go) => {
  if (leaving || form.querySelector(":checked")) return;
  if (!dialog.showModal) { // before Chrome 37 and Safari 15.4
    leaving = confirm(dialog.querySelector("h2").textContent);
    if (!leaving) event.preventDefault();
    return;
  }
  event.preventDefault();
  wanted = go;
  dialog.returnValue = "";
  dialog.showModal();
};
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (link && !link.matches("[data-keep-pdf], [download], [href^='#'], [href^='tel:']")) ask(event, () => location.assign(link.href));
});
for (const other of document.querySelectorAll("form[data-asks]")) { // pressed again, so that what was kept here is wiped (outbox.js)
  other.addEventListener("submit", (event) => ask(event, () => other.querySelector("button").click()));
}
dialog.addEventListener("close", () => {
  if (dialog.returnValue === "leave" && wanted) { leaving = true; wanted(); }
  else form.querySelector("input[type=radio]").focus();
});
addEventListener("beforeunload", (event) => {
  if (!leaving && !form.querySelector(":checked")) event.preventDefault();
});
for (const own of document.querySelectorAll("form:not([method=dialog])")) {
  own.addEventListener("submit", (event) => { if (!event.defaultPrevented) leaving = true; });
}
