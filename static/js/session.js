// Warns five minutes before an idle session ends; "stay" tells the server (A16). Typing counts as being here.
const dialog = document.getElementById("session-dialog");
const idle = (Number(dialog.dataset.minutes) - 5) * 60_000;
const quiet = 5 * 60_000;
let told = Date.now();
let timer;

const wait = () => { clearTimeout(timer); timer = setTimeout(() => dialog.showModal?.(), idle); };
const tell = () => fetch(dialog.dataset.stay, { redirect: "manual" }).then(() => { told = Date.now(); }).catch(() => {});

document.addEventListener("input", () => { wait(); if (Date.now() - told > quiet) { told = Date.now(); tell(); } });
dialog.addEventListener("close", () => { tell(); wait(); });
wait();
