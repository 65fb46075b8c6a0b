// The code of a slip stands behind the «#» of its QR code, where no server sees it: put it into the form.
const form = document.getElementById("ma-phieu");

function take() {
  const code = location.hash.slice(1);
  if (!form || !/^[A-Za-z-]{20,24}$/.test(code)) return;
  // Nor does it stay in the history of a phone that several people use.
  history.replaceState(null, "", location.pathname);
  form.elements.namedItem("ma").value = code;
  form.requestSubmit();
}

take();
// A second slip scanned while the page stands open changes nothing but the part behind the «#».
addEventListener("hashchange", take);
