// A link may carry the code behind a "#": the browser keeps that part to itself, and it never reaches a server's log.
const field = document.querySelector("form[data-resume] [name=code]");
const code = decodeURIComponent(location.hash.slice(1));
if (field && /^[\w-]{10,40}$/.test(code)) {
  field.value = code;
  history.replaceState(null, "", location.pathname);
}
