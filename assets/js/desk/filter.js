// Long lists of boxes: a filter that needs no diacritics, and one tick for a whole chapter.
// Without this the chapters fold, and their own tick is read by the server.
const folded = (text) =>
  text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();

for (const list of document.querySelectorAll("[data-filtered]")) {
  const field = list.querySelector("[data-filter]");
  field.hidden = false;
  const input = field.querySelector("input");
  // Enter would send the whole form.
  input.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  input.addEventListener("input", () => {
    const words = folded(input.value).split(/\s+/).filter(Boolean);
    for (const chapter of list.querySelectorAll("[data-chapter]")) {
      let left = 0;
      for (const item of chapter.querySelectorAll("[data-item]")) {
        const told = folded(item.textContent);
        item.hidden = !words.every((word) => told.includes(word));
        left += !item.hidden;
      }
      chapter.hidden = !left;
      // «Cả chương» speaks for measures out of sight too: it waits until all are shown again.
      chapter.querySelector("[data-whole]").closest("label").hidden = words.length > 0;
      if (words.length && left) chapter.open = true;
    }
  });
}

for (const whole of document.querySelectorAll("[data-whole]")) {
  const boxes = [...whole.closest("[data-chapter]").querySelectorAll("[data-item] input")];
  whole.addEventListener("change", () => {
    for (const box of boxes) box.checked = whole.checked;
    agree();
  });
  // The chapter's tick stands only while all of it is ticked: it speaks for every measure.
  const agree = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    whole.checked = ticked === boxes.length;
    whole.indeterminate = ticked > 0 && !whole.checked;
    whole.closest("[data-chapter]").querySelector("[data-ticked]").textContent = ticked;
  };
  for (const box of boxes) box.addEventListener("change", agree);
  agree();
}
