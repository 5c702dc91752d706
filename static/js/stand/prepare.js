// "Prepare for a day without a network": the PIN goes to the server once more, then the worker keeps the page in every language.

import { figures, prepare } from "./shelf.js";

const form = document.querySelector("form[data-prepare]");
const said = form.dataset;
const error = form.querySelector("[data-error]");
const ready = document.querySelector("[data-ready]");

function keptByWorker() {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data);
    setTimeout(() => resolve(false), 60_000);
    navigator.serviceWorker.register(document.documentElement.dataset.app)
      .then(() => navigator.serviceWorker.ready)
      .then(({ active }) => active.postMessage({ keep: "stand", languages: JSON.parse(said.languages) }, [port2]))
      .catch(() => resolve(false));
  });
}

const tell = (words) => { error.textContent = words; error.hidden = !words; };

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const submit = form.querySelector("button[type=submit]");
  submit.disabled = true;
  tell("");
  try {
    const pin = form.elements.pin.value;
    const answer = await fetch(form.action || location.href, { method: "POST", body: new FormData(form), redirect: "error" });
    const facts = await answer.json();
    if (facts.over) return location.replace(said.home);
    form.elements.pin.value = "";
    if (!answer.ok) return tell(facts.error);
    if (!await keptByWorker()) return tell(said.failed);
    await prepare(facts, figures(pin), document.documentElement.lang);
    form.hidden = true;
    ready.hidden = false;
    ready.focus();
  } catch {
    tell(said.failed);
  } finally {
    submit.disabled = false;
  }
});
if (!("serviceWorker" in navigator) || !globalThis.indexedDB || !crypto.subtle) tell(said.cannot);
else form.hidden = false;
