// «Chép»: puts the text of the element named by data-copy on the clipboard, and says so.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const text = document.querySelector(button.dataset.copy).textContent;
    try {
      await navigator.clipboard.writeText(text.trim());
      button.textContent = "Đã chép";
    } catch {
      // An old browser: select the text, so that a long press copies it.
      const range = document.createRange();
      range.selectNodeContents(document.querySelector(button.dataset.copy));
      getSelection().removeAllRanges();
      getSelection().addRange(range);
    }
  });
}
