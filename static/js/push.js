// #devices: notices on this device (docs/push.md). The page works without it: then it says so, and devices are still switched off.
const box = document.getElementById("devices");
const part = (name) => box.querySelector(`[data-push="${name}"]`);
const show = (name) => { for (const one of box.querySelectorAll("[data-push]")) one.hidden = one.dataset.push !== name; };
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const within = (promise, seconds) => Promise.race([promise, new Promise((_, late) => setTimeout(() => late(new Error("late")), seconds * 1000))]);
const worker = () => within(navigator.serviceWorker.ready, 15);
const digest = async (address) => [...new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(address)))].map((one) => one.toString(16).padStart(2, "0")).join("");

const possible = box && "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

// Another key than the one that this browser subscribed with: the old subscription is worth nothing.
const same = (subscription) => {
  const key = subscription.options?.applicationServerKey;
  return !key || text(key) === box.dataset.pushKey;
};

// On a line that counts its bytes the worker does not come by itself (site.js): here somebody asked for it.
const subscribe = async () => {
  if (!(await navigator.serviceWorker.getRegistration())) await navigator.serviceWorker.register(document.documentElement.dataset.app);
  const { pushManager } = await worker();
  let found = await pushManager.getSubscription();
  if (found && !same(found)) {
    await found.unsubscribe();
    found = null;
  }
  return found ?? pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(box.dataset.pushKey) });
};

const switchOn = async (form) => {
  if ((await Notification.requestPermission()) !== "granted") return show("refused");
  try {
    const found = await subscribe();
    form.elements.endpoint.value = found.endpoint;
    form.elements.p256dh.value = text(found.getKey("p256dh"));
    form.elements.auth.value = text(found.getKey("auth"));
  } catch {
    show("on");
    part("failed").hidden = false;
    return undefined;
  }
  return form.submit();
};

// Which line of the list is this browser: known by the sum of its address. Switched off here, the browser forgets it too,
// unless another file is told by it.
const findHere = async () => {
  const found = await (await worker()).pushManager.getSubscription();
  if (!found || !same(found)) return false;
  const line = box.querySelector(`[data-mark="${await digest(found.endpoint)}"]`);
  if (!line) return false;
  line.querySelector("[data-here]").hidden = false;
  const form = line.querySelector("form");
  form.addEventListener("submit", async (event) => {
    if (!("alone" in line.dataset)) return;
    event.preventDefault();
    try {
      await within(found.unsubscribe(), 5);
    } finally {
      form.submit();
    }
  });
  return true;
};

// Who looks at the file has its news: what was shown on this device goes, and the number on the app's icon with it.
const clear = async () => {
  const { active } = await worker();
  if (!active) return;
  active.postMessage({ push: "read", tag: box.dataset.pushTag });
};

if (possible) {
  const form = box.querySelector("form[data-push=on]");
  if (form) {
    show(Notification.permission === "denied" ? "refused" : "on");
    form.addEventListener("submit", (event) => { event.preventDefault(); switchOn(form); });
    findHere().then((here) => { if (here) show(""); }, () => {});
  }
  clear().catch(() => {});
}
