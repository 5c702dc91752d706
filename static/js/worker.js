// The service worker: the shell, the first page and the page for "no connection", in the languages used on this telephone.
// It never keeps a personal page: what it fetches for keeping, it fetches as nobody (docs/offline.md). `self.SHELL` comes before.

const CACHE = `shell-${SHELL.version}`;
const NOTES = "notes"; // which languages are used here; nothing else
const DESK = ["/desk/", "/figures/", "/administration/", "/stand/"];
const DAY = 24 * 3600 * 1000;
const as = (address) => new Request(address, { cache: "reload", credentials: "omit" });
const inLanguage = (page, language) => `${page}?lang=${language}`;

async function languages() {
  const found = await (await caches.open(NOTES)).match("/app/languages");
  return found ? found.json() : [];
}

// The pages in a language, as nobody; a page that fails leaves the one that is there.
async function fill(language) {
  const cache = await caches.open(CACHE);
  await Promise.all(SHELL.pages.map(async (page) => {
    const answer = await fetch(as(inLanguage(page, language))).catch(() => null);
    if (answer?.ok && !answer.redirected) await cache.put(inLanguage(page, language), answer);
  }));
  if (language === "zgh") await cache.addAll(SHELL.fonts.map(as));
}

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    await (await caches.open(CACHE)).addAll(SHELL.files.map(as));
    for (const language of await languages()) await fill(language);
    await self.skipWaiting(); // pages come from the server: an older page asks nothing of an older worker
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith("shell-") && name !== CACHE) await caches.delete(name);
    await self.registration.navigationPreload?.enable(); // a page is asked for while the worker is still waking up
    await self.clients.claim();
  })());
});

// A page says in which language it is read, most recent first. What is a day old is fetched anew.
self.addEventListener("message", (event) => {
  const { language } = event.data ?? {};
  if (!/^[a-z]{2,3}$/.test(language ?? "")) return;
  event.waitUntil((async () => {
    const known = await languages();
    const notes = await caches.open(NOTES);
    await notes.put("/app/languages", new Response(JSON.stringify([language, ...known.filter((one) => one !== language)])));
    const kept = await (await caches.open(CACHE)).match(inLanguage(SHELL.pages[0], language));
    const age = Date.now() - Date.parse(kept?.headers.get("Date") ?? 0);
    if (!kept || age > DAY) await fill(language);
  })());
});

async function fallback(url) {
  const cache = await caches.open(CACHE);
  const [app, write, offline] = SHELL.pages;
  const page = url.pathname === "/" || url.pathname === app ? app : url.pathname === write ? write : offline;
  const asked = url.searchParams.get("lang");
  for (const language of [asked, ...await languages()].filter(Boolean)) {
    const found = await cache.match(inLanguage(page, language));
    if (found) return found;
  }
  return Response.error();
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin || DESK.some((path) => url.pathname.startsWith(path))) return;
  if (request.mode === "navigate") {
    event.respondWith((async () => {
      try {
        return (await event.preloadResponse) ?? await fetch(request);
      } catch {
        return fallback(url);
      }
    })());
  } else if (SHELL.files.includes(url.pathname) || SHELL.fonts.includes(url.pathname)) {
    event.respondWith((async () => (await (await caches.open(CACHE)).match(url.pathname)) ?? fetch(request))());
  }
});
