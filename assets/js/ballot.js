// The code of a slip stands behind the «#» of its QR code, where no server sees it: put it into the form.
const form = document.getElementById("ma-phieu");
const code = location.hash.slice(1);
if (form && /^[A-Za-z-]{20,24}$/.test(code)) {
  history.replaceState(null, "", location.pathname);
  form.elements.namedItem("ma").value = code;
  form.requestSubmit();
}
