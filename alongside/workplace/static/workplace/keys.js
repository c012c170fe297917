// A key that is written beside a field takes one there. Everything works without this.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const field = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === event.key);
  if (!field) return;
  event.preventDefault();
  field.focus();
  if (field.select) field.select();
});
