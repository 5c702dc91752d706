// What is written without a line, on this telephone: IndexedDB, each record encrypted with a key that cannot be taken out
// (AES-GCM; docs/offline.md). Whoever copies the files of the browser reads nothing; whoever holds the unlocked telephone does.

const NAME = "e-wassit";
const STORES = ["drafts", "files", "kept"];
const asked = (request) => new Promise((done, failed) => {
  request.onsuccess = () => done(request.result);
  request.onerror = () => failed(request.error);
});

let opened = null;
let key = null;
const shut = () => { opened = null; key = null; }; // the vault that is opened next may have another key, or none

function open() {
  if (!opened) opened = new Promise((done, failed) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("keys");
      for (const store of STORES) request.result.createObjectStore(store);
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => { request.result.close(); shut(); };
      request.result.onclose = shut; // the browser erased what this site kept (Clear-Site-Data)
      done(request.result);
    };
    request.onerror = () => { shut(); failed(request.error); };
  });
  return opened;
}

async function store(name, mode = "readonly") {
  try {
    return (await open()).transaction(name, mode).objectStore(name);
  } catch (error) {
    if (error.name !== "InvalidStateError") throw error; // it was closed behind our back
    shut();
    return (await open()).transaction(name, mode).objectStore(name);
  }
}

// The key is made once. Two tabs that make one at the same time agree on the first.
function secret() {
  if (!key) key = (async () => {
    const found = await asked((await store("keys")).get("main"));
    if (found) return found;
    const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    try {
      await asked((await store("keys", "readwrite")).add(made, "main"));
      return made;
    } catch {
      return asked((await store("keys")).get("main"));
    }
  })();
  return key;
}

// The name of a record is bound to its contents: none can be put in another's place.
const bound = (name, id) => new TextEncoder().encode(`${name}/${id}`);

async function put(name, id, bytes) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bound(name, id) }, await secret(), bytes);
  await asked((await store(name, "readwrite")).put({ iv, data }, id));
}

async function get(name, id) {
  const found = await asked((await store(name)).get(id));
  if (!found) return null;
  return crypto.subtle.decrypt({ name: "AES-GCM", iv: found.iv, additionalData: bound(name, id) }, await secret(), found.data);
}

const remove = async (name, id) => asked((await store(name, "readwrite")).delete(id));
const ids = async (name) => asked((await store(name)).getAllKeys());
// Other tabs hear of a change by the channel, this one by itself.
const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel("e-wassit") : null;
const hearers = [];
export const changed = (hear) => { hearers.push(hear); channel?.addEventListener("message", hear); };
const tell = (id) => { channel?.postMessage(id); for (const hear of hearers) hear(); };
channel?.addEventListener("message", ({ data }) => { if (data === "") shut(); }); // wiped in another tab: its key is no key any more

// One tab at a time. A browser without locks goes on without: the draft's key makes a repeat harmless.
export const locked = (name, options, work) =>
  navigator.locks ? navigator.locks.request(name, options, work) : work({});

// Whether this browser can keep anything: private windows and old ones cannot.
export async function works() {
  try {
    if (!crypto.subtle) return false;
    await secret();
    return true;
  } catch {
    return false;
  }
}

export async function all(name = "drafts") {
  const found = await Promise.all((await ids(name)).map((id) => read(name, id)));
  return found.filter(Boolean).sort((one, other) => other.saved - one.saved);
}

export async function read(name, id) {
  const bytes = await get(name, id).catch(() => null); // damaged, or of a key that is gone: nobody can read it any more
  return bytes && JSON.parse(new TextDecoder().decode(bytes));
}

export async function write(name, record) {
  await put(name, record.id, new TextEncoder().encode(JSON.stringify({ ...record, saved: Date.now() })));
  tell(record.id);
}

// Changes a record under a lock: two tabs that save different parts lose neither.
export async function change(id, how) {
  return locked(`draft-${id}`, {}, async () => {
    const record = await read("drafts", id);
    if (!record) return null;
    await how(record);
    await write("drafts", record);
    return record;
  });
}

export const keepFile = async (id, blob) => put("files", id, await blob.arrayBuffer());
export const fileOf = async (id, type) => {
  const bytes = await get("files", id);
  return bytes && new Blob([bytes], { type });
};
export const dropFile = (id) => remove("files", id);

export async function forget(record) {
  for (const file of record.files ?? []) await remove("files", file.id);
  await remove("drafts", record.id);
  tell(record.id);
}

export async function forgetKept(id) {
  await remove("kept", id);
  tell(id);
}

// Everything, key first: without it the rest is noise, even where the browser is slow to erase it.
export async function wipe() {
  const base = await open();
  await asked(base.transaction("keys", "readwrite").objectStore("keys").clear());
  for (const name of STORES) await asked(base.transaction(name, "readwrite").objectStore(name).clear());
  shut();
  tell("");
}

// Who was logged in when this telephone last asked (a mark of the server's, docs/offline.md): whose a draft is that begins now.
export const account = async () => asked((await store("keys")).get("account"));
export const noteAccount = async (mark) => asked((await store("keys", "readwrite")).put(mark, "account"));

// Whether there is a vault at all, without making one.
export async function exists() {
  if (!indexedDB.databases) return true;
  return (await indexedDB.databases()).some((base) => base.name === NAME);
}

export const randomSecret = () =>
  btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32)))).replace(/\+/g, "-").replace(/\//g, "_").replace("=", "");
