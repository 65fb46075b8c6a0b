// A sheet's grid: Enter and the arrows go from cell to cell, a pasted column fills downwards.
const cells = [...document.querySelectorAll("[data-cell]")];

function put(cell, text) {
  cell.value = text.trim();
  cell.dispatchEvent(new Event("input", { bubbles: true }));
}

function go(from, step) {
  const next = cells[cells.indexOf(from) + step];
  if (!next) return;
  next.focus();
  next.select();
}

// A block of names and numbers belongs to the box that knows names; here only bare columns fall in.
function column(text) {
  const rows = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n");
  const bare = rows.every((row) => !row.includes("\t"));
  return bare && rows.length > 1 ? rows : null;
}

for (const cell of cells) {
  cell.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    const step = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    go(cell, step);
  });
  cell.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text");
    const box = document.querySelector("#khoi");
    if (text.includes("\t") && box) {
      event.preventDefault();
      box.closest("details").open = true;
      box.value = text;
      box.dispatchEvent(new Event("input", { bubbles: true }));
      box.focus();
      return;
    }
    const rows = column(text);
    if (!rows) return;
    event.preventDefault();
    const start = cells.indexOf(cell);
    rows.slice(0, cells.length - start).forEach((row, at) => put(cells[start + at], row));
    go(cell, Math.min(rows.length, cells.length - start) - 1);
  });
}

// One tick for the whole sheet turns all; taking one away takes the whole away.
for (const whole of document.querySelectorAll("[data-all]")) {
  const ticks = [...whole.form.querySelectorAll(`input[type=checkbox][name^="${whole.dataset.all}"]`)]
    .filter((one) => one !== whole);
  whole.addEventListener("change", () => {
    for (const one of ticks) one.checked = whole.checked;
  });
  for (const one of ticks) {
    one.addEventListener("change", () => {
      if (!one.checked) whole.checked = false;
    });
  }
}
