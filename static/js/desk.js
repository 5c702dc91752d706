// Who else has this file open: the page says every half minute that it is here, and shows whoever else is.
const form = document.querySelector("form[data-here]");
if (form) {
  const said = form.querySelector("[role=status]");
  const speak = async () => {
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "X-By-Itself": "1" }, redirect: "error" });
      const words = answer.ok ? await answer.text() : said.innerHTML;
      if (words.trim() !== said.innerHTML.trim()) said.innerHTML = words;
    } catch { /* offline, or logged out: the next sign tries again */ }
  };
  // Soon after the start, for the page before this one may say only now that it was left.
  setTimeout(speak, 5_000);
  setInterval(speak, 30_000);
  addEventListener("pagehide", () => {
    const body = new FormData(form);
    body.set("leave", "1");
    navigator.sendBeacon(form.action, body);
  });
}
