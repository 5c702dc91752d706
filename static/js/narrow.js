// [data-narrow]: a search field above a long list, which then holds what matches. Without it the whole list stands there.
// The server searches, as on the public page: in every language, with other names, however it is spelt.
for (const place of document.querySelectorAll("[data-narrow]")) {
  const list = place.querySelector("select");
  place.prepend(place.querySelector("template").content);
  const [box, said] = [place.querySelector("input"), place.querySelector("[role=status]")];
  const whole = [...list.childNodes]; // options and groups, as they came
  const known = new Map([...list.options].map((option) => [option.value, option]));
  const groups = new Map([...list.querySelectorAll("optgroup")].map((group) => [group, [...group.children]]));
  let pause, latest = 0;
  const refill = (node, children) => { node.textContent = ""; node.append(...children); };

  const all = () => {
    const chosen = list.value;
    for (const [group, inside] of groups) refill(group, inside);
    refill(list, whole);
    list.value = chosen;
    said.textContent = "";
  };

  const look = async () => {
    const words = box.value.trim();
    const mine = ++latest;
    if (words.length < 2) return all();
    const answer = await fetch(`${place.dataset.narrow}?${new URLSearchParams({ q: words })}`).catch(() => null);
    if (!answer?.ok || mine !== latest) return; // without a line the list stays as it is
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = [...page.querySelectorAll("input[name=administration]")].map((each) => known.get(each.value)).filter(Boolean);
    const chosen = list.value;
    const kept = chosen && !found.some((option) => option.value === chosen) ? [known.get(chosen)] : [];
    refill(list, [known.get(""), ...kept, ...found]);
    list.value = found.length === 1 && !chosen ? found[0].value : chosen;
    if (list.value !== chosen) list.dispatchEvent(new Event("change", { bubbles: true }));
    said.textContent = page.querySelector("[role=status]")?.textContent ?? "";
  };
  box.addEventListener("input", () => { clearTimeout(pause); pause = setTimeout(look, 300); });
  // Enter looks; it does not send the page.
  box.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); clearTimeout(pause); look(); } });
}
