// The key «/» leads to the box in the head of the page, from anywhere but where letters are typed.
addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]"))
    return;
  const boxes = [...document.querySelectorAll("#noi-dung input[type=search][name=q], [data-find]")];
  const box = boxes.find((one) => one.offsetParent !== null);
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
});
