// Secret codes and numbers made on the tablet: Crockford's base 32 with a check character, as complaints/crockford.py has it.

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const twice = (value) => ((value << 1) & 32 ? (value << 1) ^ 0b100101 : value << 1); // over GF(32), x^5 + x^2 + 1

export const checkOf = (symbols) =>
  ALPHABET[twice([...symbols].reduce((total, symbol) => twice(total) ^ ALPHABET.indexOf(symbol), 0))];

function checked(count) {
  const symbols = Array.from(crypto.getRandomValues(new Uint8Array(count)), (byte) => ALPHABET[byte & 31]).join("");
  return symbols + checkOf(symbols);
}

// `K7F2-9QXM-4TB6-WH8Z3`: 80 bits, the check character at the end of the last group.
export const newCode = () => checked(16).replace(/^(.{4})(.{4})(.{4})/, "$1-$2-$3-");

// `P-7K3M9QX4`: what the person says until there is a reference.
export const newNumber = () => `P-${checked(7)}`;
