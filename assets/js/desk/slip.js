// The letters of a slip come in the fragment of the address, which no browser sends to a server.
const field = document.querySelector("[data-slip-letters]");
const letters = decodeURIComponent(location.hash.slice(1)).toUpperCase();
if (field && /^[A-Z]{8}$/.test(letters)) {
  field.value = `${letters.slice(0, 4)}-${letters.slice(4)}`;
  document.querySelector("[data-slip-read]").hidden = false;
  // Out of the address and the history: whoever takes the phone next finds no letters there.
  history.replaceState(null, "", location.pathname);
  document.querySelector("#pin").focus();
}
