// A frame to sign in with a finger, with a network or without. `written()` says whether anybody wrote.
export function pad(canvas, clear) {
  const pen = canvas.getContext("2d");
  let written = false;
  pen.lineWidth = 4;
  pen.lineCap = pen.lineJoin = "round";
  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    return [(event.clientX - box.left) * canvas.width / box.width, (event.clientY - box.top) * canvas.height / box.height];
  };
  canvas.addEventListener("pointerdown", (event) => {
    try { canvas.setPointerCapture(event.pointerId); } catch { /* a pointer that is gone already */ }
    pen.beginPath();
    pen.moveTo(...at(event));
    event.preventDefault();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!event.buttons) return;
    pen.lineTo(...at(event));
    pen.stroke();
    written = true;
  });
  clear.addEventListener("click", () => { pen.clearRect(0, 0, canvas.width, canvas.height); written = false; });
  return { written: () => written };
}
