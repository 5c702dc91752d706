// [data-draw="id"]: an area drawn on the page becomes a line of the field. Without it the lines are typed.
// [data-by-finger] is the button after which a finger draws too; [data-last-out] takes the last line out.
for (const sheet of document.querySelectorAll("[data-draw]")) {
  const field = document.getElementById(sheet.dataset.draw);
  const told = document.querySelector("[data-drawn]");
  const drawing = (name, kind, into) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    made.setAttribute("class", kind);
    into.append(made);
    return made;
  };
  const layer = drawing("svg", "areas", sheet); // the areas have their place in attributes: no style stands in the markup
  layer.setAttribute("aria-hidden", "true");
  const shade = () => drawing("rect", "area", layer);
  const place = (box, numbers) => {
    for (const [side, name] of ["x", "y", "width", "height"].entries()) box.setAttribute(name, `${numbers[side]}%`);
  };
  const show = () => {
    layer.textContent = "";
    for (const line of field.value.split("\n")) {
      const found = line.match(/\d+(\.\d+)?/g)?.map(Number) ?? [];
      if (found.length === 5 && found[0] === Number(sheet.dataset.page)) place(shade(), found.slice(1));
    }
  };
  const at = (event) => {
    const { left, top, width, height } = sheet.getBoundingClientRect();
    const within = (value) => Math.min(100, Math.max(0, value * 100));
    return [within((event.clientX - left) / width), within((event.clientY - top) / height)];
  };
  const between = (a, b) => [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.abs(a[0] - b[0]), Math.abs(a[1] - b[1])];
  const finger = document.querySelector("[data-by-finger]");
  const byFinger = () => finger.getAttribute("aria-pressed") === "true";
  finger.addEventListener("click", () => {
    finger.setAttribute("aria-pressed", String(!byFinger()));
    sheet.classList.toggle("by-finger", byFinger());
  });
  document.querySelector("[data-last-out]").addEventListener("click", () => {
    field.value = field.value.trimEnd().split("\n").slice(0, -1).join("\n");
    told.textContent = told.dataset.out;
    show();
  });
  // The class takes the scrolling away (touch-action), but a busy telephone may hear of that only after the finger has come down.
  sheet.addEventListener("touchstart", (event) => { if (byFinger() && event.cancelable) event.preventDefault(); }, { passive: false });
  let start;
  let box;
  sheet.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || (event.pointerType === "touch" && !byFinger())) return; // else a finger scrolls
    event.preventDefault();
    sheet.setPointerCapture(event.pointerId);
    start = at(event);
    box = shade();
  });
  sheet.addEventListener("pointermove", (event) => { if (start) place(box, between(start, at(event))); });
  sheet.addEventListener("pointerup", (event) => {
    if (!start) return;
    const area = between(start, at(event)).map((value) => Math.round(value * 10) / 10);
    start = undefined;
    if (area[2] > 0.3 && area[3] > 0.3) {
      const line = `${sheet.dataset.page}: ${area.join(", ")}`;
      field.value = field.value.trim() ? `${field.value.trimEnd()}\n${line}` : line;
      told.textContent = `${told.dataset.drawn} ${line}`;
    }
    show();
  });
  sheet.addEventListener("pointercancel", () => { start = undefined; show(); });
  field.addEventListener("input", show);
  show();
}
