// Offers the app once, where value was seen: on the confirmation and in the follow-up, never on the way (experience, PWA).
const card = document.querySelector("[data-install]");
const KEY = "install-offered";
const remembered = () => { try { return localStorage.getItem(KEY); } catch { return "1"; } };
const remember = () => { try { localStorage.setItem(KEY, "1"); } catch { /* a private window: it may be offered again */ } };
const installed = matchMedia("(display-mode: standalone)").matches || navigator.standalone;

const came = card?.dataset.install === "asked"; // to the page about the app: it may always be asked for there

if (card && !installed && (came || !remembered())) {
  const ask = (press) => {
    card.hidden = false;
    if (!came) remember(); // seen once is offered once
    const yes = card.querySelector("[data-install-yes]");
    yes.hidden = !press;
    yes.addEventListener("click", async () => { card.hidden = true; await press?.(); });
    card.querySelector("[data-install-no]").addEventListener("click", () => { card.hidden = true; });
  };
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    ask(() => event.prompt());
  }, { once: true });
  if (navigator.standalone === false) { // iOS has no prompt: written steps
    card.querySelector("[data-install-ios]").hidden = false;
    ask(null);
  }
}
