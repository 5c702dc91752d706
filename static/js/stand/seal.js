// Seals one person's visit to the key of the shift: the tablet that did it cannot read it again (docs/adr/0008;
// complaints/outreach/sealed/envelope.py opens it).

const PADDING = 4096;
const CURVE = { name: "ECDH", namedCurve: "P-256" };
const bytes = (text) => new TextEncoder().encode(text);
const fromBase64 = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));

function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

// The length of the facts, the facts, the files, and zeros: a short visit looks like another.
export function frame(facts, contents) {
  const told = bytes(JSON.stringify(facts));
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, told.length);
  const plain = joined(length, told, ...contents);
  return joined(plain, new Uint8Array((PADDING - (plain.length % PADDING)) % PADDING));
}

// `files` are { name, kind, blob }. Gives the envelope as bytes.
export async function seal({ publicKey, shift, key, facts, files = [] }) {
  const contents = await Promise.all(files.map(async ({ blob }) => new Uint8Array(await blob.arrayBuffer())));
  const told = files.map(({ name, kind }, at) => ({ name, kind, size: contents[at].length }));
  const plain = frame({ ...facts, files: told }, contents);
  const point = fromBase64(publicKey);
  const theirs = await crypto.subtle.importKey("raw", point, CURVE, false, []);
  const own = await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
  const ephemeral = new Uint8Array(await crypto.subtle.exportKey("raw", own.publicKey));
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, own.privateKey, 256);
  const secret = await crypto.subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt: joined(ephemeral, point), info: bytes("mediator/stand/1") },
    await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]),
    { name: "AES-GCM", length: 256 }, false, ["encrypt"],
  );
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bytes(`${shift}/${key}`) }, secret, plain);
  return joined(bytes("MKS1"), ephemeral, iv, new Uint8Array(sealed));
}
