// The part of the service worker that shows notices (docs/push.md). Before it stand `pushWords`, the words in each language, and
// `pushKey`; the whole is served as /push-worker.js, for `importScripts`. What arrives names no file and no person.
const pushed = (event) => {
  try {
    return event.data?.json() ?? {};
  } catch {
    return {};
  }
};

// The number on the app's icon: of all notices that stand on this device. Not every system has one.
const countBadge = async () => {
  const shown = await self.registration.getNotifications();
  const number = shown.reduce((sum, one) => sum + (one.data?.n ?? 1), 0);
  try {
    await (number ? self.navigator.setAppBadge?.(number) : self.navigator.clearAppBadge?.());
  } catch { /* no badge here */ }
};

const showNews = async ({ lang, n, tag, plain }) => {
  const words = self.pushWords[lang] ?? self.pushWords.fr;
  await self.registration.showNotification(plain ? words.plain : words.title, {
    body: plain ? "" : words.body,
    lang: words.lang,
    dir: words.dir,
    tag: tag ?? "news",
    icon: words.icon,
    data: { n: Number.isInteger(n) && n > 0 ? n : 1, lang: words.lang },
  });
  await countBadge();
};

const openNews = async (lang) => {
  const address = new URL(`/follow/news/?lang=${encodeURIComponent(lang)}`, self.location.origin).href;
  await self.clients.openWindow(address);
};

// The browser made itself a new subscription: our server puts it in the place of the old one, which proves who asks.
const renew = async (event) => {
  const before = event.oldSubscription;
  const options = before?.options ?? { userVisibleOnly: true, applicationServerKey: self.pushKey };
  const fresh = event.newSubscription ?? await self.registration.pushManager.subscribe(options);
  if (!before) return;
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const body = new URLSearchParams({
    old: before.endpoint, old_auth: text(before.getKey("auth")),
    endpoint: fresh.endpoint, p256dh: text(fresh.getKey("p256dh")), auth: text(fresh.getKey("auth")),
  });
  await fetch("/push/renewed/", { method: "POST", body, credentials: "omit" });
};

// One notice after the other: of two that came together, the one that was slower would leave an older number on the icon.
let inTurn = Promise.resolve();
const afterTheOthers = (act) => (inTurn = inTurn.catch(() => undefined).then(act));

self.addEventListener("push", (event) => event.waitUntil(afterTheOthers(() => showNews(pushed(event)))));
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(openNews(event.notification.data?.lang ?? "fr").finally(() => afterTheOthers(countBadge)));
});
self.addEventListener("notificationclose", (event) => event.waitUntil(afterTheOthers(countBadge)));
self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(renew(event)));
self.addEventListener("message", (event) => {
  if (event.data?.push !== "read") return;
  event.waitUntil(afterTheOthers(async () => {
    for (const one of await self.registration.getNotifications({ tag: event.data.tag })) one.close();
    await countBadge();
  }));
});
