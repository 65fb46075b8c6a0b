// Hovering, focusing or tapping a number opens its căn cứ in a small panel; without this it is a link.
const byHand = matchMedia("(hover: none)");
const narrow = matchMedia("(max-width: 40em)");
const read = new Map();
let open = null;
let timer = 0;
// Counts what was asked for last: an answer that comes late to a link already left opens nothing.
let turn = 0;

const figureOf = (event) =>
  event.target instanceof Element ? event.target.closest("a.figure") : null;
const inside = (target) => open && target instanceof Node && open.panel.contains(target);

async function told(link) {
  const address = new URL(link.href);
  address.pathname += "/can-cu";
  if (!read.has(address.href)) {
    const answer = await fetch(address, { credentials: "same-origin" });
    if (!answer.ok && answer.status !== 404 && answer.status !== 422) throw new Error();
    read.set(address.href, await answer.text());
  }
  return read.get(address.href);
}

function forget() {
  clearTimeout(timer);
  turn += 1;
}

function close(back) {
  forget();
  if (!open) return;
  const was = open;
  open = null;
  was.panel.remove();
  was.link.removeAttribute("aria-expanded");
  was.link.title = was.title;
  if (back) was.link.focus();
}

function place() {
  const panel = open.panel;
  const sheet = byHand.matches || narrow.matches;
  panel.classList.toggle("sheet", sheet);
  panel.style.left = panel.style.top = "";
  if (sheet) return;
  const at = open.link.getBoundingClientRect();
  const size = panel.getBoundingClientRect();
  const edge = document.documentElement.clientWidth - size.width - 8;
  const below = at.bottom + 4 + size.height < innerHeight || at.top < size.height;
  panel.style.left = `${Math.max(8, Math.min(at.left, edge))}px`;
  panel.style.top = `${below ? at.bottom + 4 : at.top - 4 - size.height}px`;
}

async function show(link, into) {
  if (open && open.link === link) return;
  forget();
  const mine = turn;
  let words;
  try {
    words = await told(link);
  } catch {
    // No network: a tap goes on to the page itself.
    if (into) location.href = link.href;
    return;
  }
  if (mine !== turn) return;
  close(false);
  const panel = document.createElement("div");
  panel.className = "panel";
  panel.setAttribute("role", "dialog");
  panel.setAttribute("aria-label", "Căn cứ của con số");
  panel.tabIndex = -1;
  panel.innerHTML = `<button type="button" class="close">Đóng</button>${words}`;
  panel.querySelector(".close").addEventListener("click", () => close(true));
  open = { link, panel, title: link.title };
  // The browser's own tip would lie over the panel.
  link.title = "";
  link.setAttribute("aria-expanded", "true");
  // Right after the link, so that the next Tab goes into it.
  link.after(panel);
  place();
  if (into) panel.focus();
}

function soon(act, wait) {
  forget();
  timer = setTimeout(act, wait);
}

addEventListener("mouseover", (event) => {
  if (byHand.matches) return;
  const link = figureOf(event);
  if (link) soon(() => show(link, false), 250);
  else if (inside(event.target)) forget();
  else if (open) soon(() => close(false), 400);
  else forget();
});
addEventListener("focusin", (event) => {
  const link = figureOf(event);
  if (link && link.matches(":focus-visible")) soon(() => show(link, false), 250);
  else if (open && event.target !== open.link && !inside(event.target)) close(false);
});
addEventListener("click", (event) => {
  const link = figureOf(event);
  if (link && byHand.matches && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    show(link, true);
  } else if (open && !inside(event.target)) close(false);
});
addEventListener("keydown", (event) => {
  if (event.key === "Escape" && open) close(inside(document.activeElement));
});
addEventListener("scroll", () => open && place(), { passive: true });
