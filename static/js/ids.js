// UUIDs, also in browsers that make none by themselves. (`crypto.randomUUID` came with Chrome 92 and Safari 15.4.)
export function uuid(bytes, version) {
  bytes[6] = (bytes[6] & 0x0f) | (version << 4);
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

export const newId = () => uuid(crypto.getRandomValues(new Uint8Array(16)), 4);
