// Sends a file as soon as it is chosen, shows how far it is, and offers to try again (A12). The page does the same with its button.

const form = document.querySelector("form[data-upload]");
const input = form?.querySelector("input[type=file]");
const caption = form?.querySelector("[name=caption]");
const progress = form?.querySelector("[data-progress]");
const list = form?.querySelector("[data-list]");
const MEGABYTE = 1024 * 1024;
const LONGEST_SIDE = 2000;

// A photo of a telephone is made smaller before it travels; what cannot be read here goes as it is.
async function smaller(file) {
  if (file.type !== "image/jpeg" || file.size < 1.5 * MEGABYTE || !("createImageBitmap" in globalThis)) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.8));
    return blob && blob.size < file.size ? new File([blob], file.name, { type: "image/jpeg" }) : file;
  } catch {
    return file;
  }
}

function line(name) {
  const box = document.createElement("div");
  box.className = "notice info upload";
  const label = document.createElement("bdi");
  label.dir = "ltr"; // or Arabic would tear the ending from the name
  label.textContent = name;
  const word = document.createElement("p");
  const bar = document.createElement("progress");
  bar.max = 100;
  bar.setAttribute("aria-label", name);
  const inner = document.createElement("div");
  inner.append(label, word, bar);
  box.append(inner);
  progress.append(box);
  return { box, inner, word, bar };
}

function send(file, words, place) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
  body.set("caption", words);
  body.set("file", file, file.name);
  place.word.textContent = form.dataset.sending;
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open("POST", location.pathname);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) place.bar.value = (event.loaded / event.total) * 100; });
    request.addEventListener("error", () => failed(new Error(form.dataset.failed)));
    request.addEventListener("load", () => {
      let answer = {};
      try { answer = JSON.parse(request.responseText); } catch { /* a page of the server: the connection or the session broke */ }
      if (answer.list) done(answer.list);
      else failed(Object.assign(new Error(answer.error ?? form.dataset.failed), { final: Boolean(answer.error) }));
    });
    request.send(body);
  });
}

async function take(original, words) {
  const place = line(original.name);
  const attempt = async () => {
    place.box.className = "notice info upload";
    place.bar.hidden = false;
    place.inner.querySelector("button")?.remove();
    try {
      const file = await smaller(original);
      if (file.size > Number(form.dataset.max) * MEGABYTE) throw Object.assign(new Error(form.dataset.big), { final: true });
      list.innerHTML = await send(file, words, place);
      place.word.textContent = form.dataset.sent;
      place.box.className = "notice success upload";
      place.bar.hidden = true;
    } catch (error) {
      place.word.textContent = error.message;
      place.box.className = "notice error upload";
      place.bar.hidden = true;
      if (error.final) {
        place.box.dataset.final = "";
        return;
      }
      const again = document.createElement("button");
      again.type = "button";
      again.className = "button secondary";
      again.textContent = form.dataset.retry;
      again.addEventListener("click", attempt);
      place.inner.append(again);
    }
  };
  await attempt();
}

if (form && input) {
  form.querySelector("button[name=send]").hidden = true;
  form.querySelector("[data-choose]").classList.add("own"); // our words on the button, in the language of the page (A13)
  input.multiple = true;
  input.addEventListener("change", async () => {
    for (const refusal of progress.querySelectorAll("[data-final]")) refusal.remove(); // what could not be sent has been read
    const words = caption.value;
    const chosen = [...input.files];
    input.value = "";
    caption.value = "";
    for (const file of chosen) await take(file, words);
  });
}
