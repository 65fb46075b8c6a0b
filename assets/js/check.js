// Comfort for the check page; everything here can also be done without it.
const root = document.documentElement;
root.classList.add("js");

const visible = (element) => element.getClientRects().length > 0;
const items = () => [...document.querySelectorAll("[data-item]")].filter(visible);
const typing = (element) => Boolean(element.closest("input:not([type=radio]), textarea, select"));

function move(step) {
  const all = items();
  if (!all.length) return;
  const at = all.indexOf(document.activeElement?.closest("[data-item]"));
  const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step;
  const item = all[Math.max(0, Math.min(all.length - 1, next))];
  item.focus({ preventScroll: true });
  item.scrollIntoView({ block: "nearest" });
  // The text follows the list, so that the eye finds the words the note speaks of.
  document.getElementById(item.dataset.item)?.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
  if (event.key === "j") move(1);
  else if (event.key === "k") move(-1);
  else if (event.key === "Enter" && event.target.matches("[data-item]")) {
    const grounds = event.target.querySelector("details");
    if (!grounds) return;
    grounds.open = !grounds.open;
    event.preventDefault();
  }
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

// A long text takes a few seconds: say so, and do not send it twice. A download leaves the page
// as it is, so its button is given back after a moment.
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button) return;
  if (button.getAttribute("aria-busy") === "true") {
    event.preventDefault();
    return;
  }
  button.setAttribute("aria-busy", "true");
  const said = document.getElementById("busy");
  if (said) said.textContent = "Đang đối chiếu…";
  setTimeout(() => {
    button.removeAttribute("aria-busy");
    if (said) said.textContent = "";
  }, 8000);
});

for (const element of document.querySelectorAll("[data-needs-js]")) element.hidden = false;
