/* Keys at the desk. Everything that they do is a link or a button as well. */
(function () {
  "use strict";

  const WRITING = "input, textarea, select, [contenteditable]";

  function rows() {
    return [...document.querySelectorAll("[data-case] > a")];
  }

  function step(by) {
    const links = rows();
    const at = links.indexOf(document.activeElement);
    const next = at < 0 ? links[0] : links[Math.min(Math.max(at + by, 0), links.length - 1)];
    if (next) next.focus();
  }

  function press(key) {
    const button = document.querySelector(`[data-key="${key}"]`);
    if (button) button.click();
  }

  function showKeys() {
    const keys = document.getElementById("keys");
    if (!keys) return;
    keys.open = !keys.open;
    keys.scrollIntoView({ block: "nearest" });
  }

  const KEYS = {
    j: () => step(1),
    k: () => step(-1),
    c: () => press("c"),
    d: () => press("d"),
    n: () => press("n"),
    "?": showKeys,
  };

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target.closest && event.target.closest(WRITING)) return;
    const act = Object.hasOwn(KEYS, event.key) && KEYS[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
})();
