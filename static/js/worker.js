// The service worker: the shell, the first page and the page for "no connection", in the languages used on this telephone.
// It never keeps a personal page: what it fetches for keeping, it fetches as nobody (docs/offline.md). `self.SHELL` comes before.

const CACHE = `shell-${SHELL.version}`;
const NOTES = "notes"; // which languages are used here; nothing else
const DESK = ["/desk/", "/figures/", "/administration/"];
const DAY = 24 * 3600 * 1000;
const as = (address) => new Request(address, { cache: "reload", credentials: "omit" });
const inLanguage = (page, language) => `${page}?lang=${language}`;

async function languages() {
  const found = await (await caches.open(NOTES)).match("/app/languages");
  return found ? found.json() : [];
}

// A page as nobody sees it. One of a newer version needs files that are not in this cache: its own worker keeps it.
async function keepPage(cache, page, language) {
  const answer = await fetch(as(inLanguage(page, language)));
  if (!answer.ok || answer.redirected || answer.headers.get("Shell-Version") !== SHELL.version) throw new Error(answer.status);
  await cache.put(inLanguage(page, language), answer);
}

// The pages in a language. One that fails leaves the one that is there, and is told.
async function fill(language) {
  const cache = await caches.open(CACHE);
  const tried = await Promise.allSettled(SHELL.pages.map((page) => keepPage(cache, page, language)));
  if (language === "zgh") await cache.addAll(SHELL.fonts.map(as));
  const failed = tried.find(({ status }) => status === "rejected");
  if (failed) throw failed.reason;
}

// What a page of its own asked to keep (the tablet of a stand): { name: languages }, noted, and kept with each new version too.
async function extras() {
  const found = await (await caches.open(NOTES)).match("/app/extras");
  return found ? found.json() : {};
}

async function fillExtra(extra, known) {
  const cache = await caches.open(CACHE);
  await cache.addAll([...extra.files, ...(known.includes("zgh") ? SHELL.fonts : [])].map(as));
  await Promise.all(known.map((language) => keepPage(cache, extra.page, language)));
}

async function keepExtra({ keep, languages: wanted }) {
  const extra = SHELL.extras.find((one) => one.name === keep);
  const known = (Array.isArray(wanted) ? wanted : []).filter((one) => /^[a-z]{2,3}$/.test(one));
  if (!extra || !known.length) return false;
  await fillExtra(extra, known);
  const noted = { ...await extras(), [extra.name]: known };
  await (await caches.open(NOTES)).put("/app/extras", new Response(JSON.stringify(noted)));
  return true;
}

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    await (await caches.open(CACHE)).addAll(SHELL.files.map(as));
    for (const language of await languages()) await fill(language); // one page too few, and the older worker stays with all of its own
    const noted = await extras();
    for (const extra of SHELL.extras) if (noted[extra.name]) await fillExtra(extra, noted[extra.name]);
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
  const { language, keep } = event.data ?? {};
  if (keep) {
    const said = (kept) => event.ports[0]?.postMessage(kept);
    event.waitUntil(keepExtra(event.data).then(said, () => said(false)));
    return;
  }
  if (!/^[a-z]{2,3}$/.test(language ?? "")) return;
  event.waitUntil((async () => {
    const known = await languages();
    const notes = await caches.open(NOTES);
    await notes.put("/app/languages", new Response(JSON.stringify([language, ...known.filter((one) => one !== language)])));
    const cache = await caches.open(CACHE);
    const age = async (page) => {
      const kept = await cache.match(inLanguage(page, language));
      return kept ? Date.now() - Date.parse(kept.headers.get("Date") ?? 0) : Infinity;
    };
    const ages = await Promise.all(SHELL.pages.map(age));
    if (Math.max(...ages) > DAY) await fill(language).catch(() => self.registration.update()).catch(() => {}); // later then
  })());
});

// In which language a page was opened: by its address, or as most recently on this telephone.
async function pageKept(cache, page, asked) {
  for (const language of [asked, ...await languages()].filter(Boolean)) {
    const found = await cache.match(inLanguage(page, language));
    if (found) return found;
  }
  return null;
}

async function fallback(url) {
  const cache = await caches.open(CACHE);
  const [app, write, offline] = SHELL.pages;
  const page = url.pathname === "/" || url.pathname === app ? app : url.pathname === write ? write : offline;
  const extra = SHELL.extras.find((one) => one.page === url.pathname || one.below.some((path) => url.pathname.startsWith(path)));
  const asked = url.searchParams.get("lang");
  for (const one of [extra?.page, page].filter(Boolean)) {
    const found = await pageKept(cache, one, asked);
    if (found) return found;
  }
  return Response.error();
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.mode === "navigate" && request.method === "POST" && url.pathname === "/language/") { // the menu that every page has
    event.respondWith(fetch(request).catch(() => fallback(url)));
    return;
  }
  if (request.method !== "GET" || url.origin !== location.origin || DESK.some((path) => url.pathname.startsWith(path))) return;
  if (request.mode === "navigate") {
    event.respondWith((async () => {
      try {
        return (await event.preloadResponse) ?? await fetch(request);
      } catch {
        return fallback(url);
      }
    })());
  } else if ([SHELL, ...SHELL.extras].some(({ files }) => files.includes(url.pathname)) || SHELL.fonts.includes(url.pathname)) {
    event.respondWith((async () => (await (await caches.open(CACHE)).match(url.pathname)) ?? fetch(request))());
  }
});
