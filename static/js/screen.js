// The display in the hall looks again by itself; without this script the page loads anew (a meta element in <noscript>).
// A number that was called is announced once: the text of the live region changes only when it is another one.
const main = document.getElementById("main");
const pause = document.getElementById("pause");
const words = pause.textContent;
let stopped = false;

async function look() {
  if (stopped) return;
  try {
    const answer = await fetch(location.href, { headers: { "X-By-Itself": "1" }, cache: "no-store" });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const id of ["numbers", "call"]) {
      const fresh = page.getElementById(id);
      const shown = document.getElementById(id);
      if (fresh && fresh.textContent !== shown.textContent) {
        shown.textContent = "";
        shown.append(...fresh.childNodes);
      }
    }
  } catch {
    // No network: the next look may have one.
  }
}

pause.hidden = false;
pause.addEventListener("click", () => {
  stopped = !stopped;
  pause.textContent = stopped ? pause.dataset.goOn : words;
  look();
});
setInterval(look, Number(main.dataset.refresh) * 1000);
