/* Small comforts. Every page works without this file. */
(function () {
  "use strict";

  const GUARD_MS = 10000;

  // --- Show what I type -----------------------------------------------------------------------

  function toggleReveal(button) {
    const input = document.getElementById(button.getAttribute("aria-controls"));
    const show = input.type === "password";
    input.type = show ? "text" : "password";
    button.setAttribute("aria-pressed", String(show));
  }

  // --- Menus: one open at a time, and a click elsewhere closes it -----------------------------

  function closeMenus(except) {
    document.querySelectorAll("details.menu[open]").forEach(function (menu) {
      if (menu !== except) menu.open = false;
    });
  }

  document.addEventListener("click", function (event) {
    closeMenus(event.target.closest("details.menu"));
    const reveal = event.target.closest("[data-reveals]");
    if (reveal) toggleReveal(reveal);
    if (event.target.closest("[data-print]")) print();
  });

  // --- A form is sent once --------------------------------------------------------------------

  function release(form) {
    delete form.dataset.sent;
    form.querySelectorAll("[aria-busy]").forEach(function (button) {
      button.removeAttribute("aria-busy");
    });
  }

  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (form.getAttribute("method") !== "post") return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    // What is typed as a passphrase goes out as one, and the browser does not remember it as text.
    form.querySelectorAll("[data-reveals][aria-pressed=true]").forEach(toggleReveal);
    form.dataset.sent = "yes";
    if (event.submitter) event.submitter.setAttribute("aria-busy", "true");
    setTimeout(release, GUARD_MS, form);
  });

  addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(release);
  });

  // --- A moment to wait for: the words change once it has come ---------------------------------

  document.querySelectorAll("[data-until]").forEach(function (line) {
    const wait = new Date(line.dataset.until) - Date.now();
    setTimeout(function () {
      line.textContent = line.dataset.untilOver;
    }, Math.max(wait, 0));
  });

  // --- htmx -----------------------------------------------------------------------------------

  document.addEventListener("htmx:afterRequest", function (event) {
    const form = event.detail.elt.closest("form");
    if (form) release(form);
  });

  function sayTrouble() {
    const messages = document.getElementById("messages");
    const trouble = messages.querySelector(".message.trouble") || document.createElement("p");
    trouble.className = "message error trouble";
    trouble.textContent = messages.dataset.trouble;
    messages.append(trouble);
    messages.scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("htmx:responseError", sayTrouble);
  document.addEventListener("htmx:sendError", sayTrouble);
})();
