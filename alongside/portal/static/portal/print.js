// The button that opens the browser's own printing; without scripts it is not there, and the browser's menu prints as well.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
