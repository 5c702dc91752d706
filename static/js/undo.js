// [data-until]: the minutes and seconds in which an act can be taken back, running down; when they are over the buttons go.
for (const line of document.querySelectorAll("[data-until]")) {
  const end = Date.parse(line.dataset.until);
  const left = line.querySelector("[data-left]");
  const words = left.dataset.left;
  const tick = () => {
    const seconds = Math.max(0, Math.round((end - Date.now()) / 1000));
    if (seconds > 0) {
      left.textContent = words.replace("{left}", `\u2066${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}\u2069`);
      return;
    }
    clearInterval(timer);
    line.setAttribute("role", "status");
    line.textContent = line.dataset.over;
    for (const form of line.parentElement.querySelectorAll("form")) form.remove();
  };
  const timer = setInterval(tick, 1000);
  tick();
}
