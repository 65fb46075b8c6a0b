// Going through comments by keyboard: j and k walk, the space bar ticks as ever, g leads to the group.
const gather = document.querySelector("[data-gather]");
if (gather) {
  const boxes = [...gather.querySelectorAll("input[type=checkbox]")];
  const into = gather.querySelector("select, input[type=text]");
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.matches("input:not([type=checkbox]), select, textarea");
    if (typing) return;
    const at = boxes.indexOf(document.activeElement);
    const next = { j: at + 1, k: at - 1 }[event.key];
    if (next !== undefined) {
      boxes[Math.min(Math.max(next, 0), boxes.length - 1)]?.focus();
    } else if (event.key === "g") {
      into?.focus();
    } else {
      return;
    }
    event.preventDefault();
  });
}
