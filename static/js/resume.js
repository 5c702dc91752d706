// A link may carry codes behind a "#": the browser keeps that part to itself, and it never reaches a server's log.
// `#code`, or `#number~code` where the page asks for both.
const form = document.querySelector("form[data-resume]");
const parts = decodeURIComponent(location.hash.slice(1)).split("~");
const names = parts.length > 1 ? ["[name=reference], [name=number]", "[name=code]"] : ["[name=code]"];
const fields = names.map((name) => form?.querySelector(name));
if (parts.length <= 2 && fields.every(Boolean) && parts.every((part) => /^[\w-]{10,40}$/.test(part))) {
  fields.forEach((field, at) => { field.value = parts[at]; });
  history.replaceState(null, "", location.pathname);
}
