// Keys for going through the numbers of a file, or the lines of a bank; every one of them is a button or a link as well.
const all = () => [...document.querySelectorAll(".word-lines [data-item], .bank-lines [data-item]")];
if (all().length) {
  for (const hint of document.querySelectorAll("[data-needs-js]")) hint.hidden = false;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest("input, select, textarea, button, a")) return;
    const items = all();
    const here = document.activeElement?.closest("[data-item]");
    const at = items.indexOf(here);
    if (event.key === "j" || event.key === "k") {
      const next = at < 0 ? 0 : at + (event.key === "j" ? 1 : -1);
      items[Math.max(0, Math.min(items.length - 1, next))].focus();
      return;
    }
    const does = (here ?? document).querySelector(`[data-key="${event.key}"]`)
      ?? document.querySelector(`.actions [data-key="${event.key}"]`);
    if (!does) return;
    event.preventDefault();
    does.click();
  });
  // After a number was settled the page comes back to it: the keys go on from there.
  const aim = location.hash && document.querySelector(location.hash);
  (aim || all()[0]).focus({ preventScroll: !aim });
}
