/* The quick exit. Loaded first, needs nothing else. The link itself works without this file.
   Also: nothing is kept on the device, and no page comes back from the browser's memory. */
(function () {
  "use strict";

  const PRESSES = 3;
  const WITHIN_MS = 5000;
  // settings.LEFT_COOKIE_NAME
  const LEFT = location.protocol === "https:" ? "__Host-g=1; Secure" : "g=1";
  const root = document.documentElement;
  root.classList.add("js");

  // Libraries (htmx notes the address of each page) find no storage to write to.
  for (const storage of ["localStorage", "sessionStorage"]) {
    Object.defineProperty(window, storage, { value: null });
  }

  // A browser keeps with its list of tabs what stands in the fields of each page, unless it is told
  // not to; and what was sent to get a page, unless the page is put in its own place.
  function keepNothing(event) {
    event.target.querySelectorAll("form:not([autocomplete])").forEach(function (form) {
      form.setAttribute("autocomplete", "off");
    });
  }

  document.addEventListener("DOMContentLoaded", keepNothing);
  document.addEventListener("htmx:load", keepNothing);
  history.replaceState(history.state, "");

  // Other tabs of this site leave with this one.
  const otherTabs = "BroadcastChannel" in window ? new BroadcastChannel("leave") : null;

  function cover() {
    const sheet = document.createElement("div");
    if (document.body) document.body.style.setProperty("display", "none", "important");
    sheet.style.cssText = "position:fixed;inset:0;z-index:2147483647;background:Canvas";
    root.append(sheet);
    root.style.overflow = "hidden";
  }

  function disguise(link) {
    document.title = link.dataset.exitTitle;
    const icon = document.querySelector("link[rel=icon]");
    if (icon) icon.href = link.dataset.exitIcon;
  }

  // Whoever presses Back may be there before the server has heard of it, or while it does not
  // answer. From here on every request says so itself. It lasts as long as the cookies that it
  // ends, and travels where they do; the server takes it away with them.
  function mark() {
    document.cookie = LEFT + "; Path=/; SameSite=Lax";
  }

  function goFrom(link) {
    location.replace(link ? link.dataset.exitTarget || link.href : "/leave/");
  }

  function leave() {
    const link = document.querySelector("[data-exit]");
    cover();
    mark();
    // Before the page is all there, the server has to show the way.
    if (!link) return goFrom(null);
    disguise(link);
    // Nobody waits for the answer: the server ends the session while the browser moves on.
    if (!navigator.sendBeacon(link.href, new FormData())) {
      fetch(link.href, { method: "POST", keepalive: true });
    }
    if (otherTabs) otherTabs.postMessage("leave");
    goFrom(link);
  }

  if (otherTabs) {
    otherTabs.onmessage = function () {
      const link = document.querySelector("[data-exit]");
      cover();
      if (link) disguise(link);
      goFrom(link);
    };
  }

  function onClick(event) {
    if (!event.target.closest("[data-exit]")) return;
    event.preventDefault();
    leave();
  }

  // --- Shift, pressed alone, three times ------------------------------------------------------

  let presses = 0;
  let alone = false;
  let forget = 0;

  function show() {
    const link = document.querySelector("[data-exit]");
    const status = document.querySelector("[data-exit-status]");
    if (!link || !status) return;
    link.querySelectorAll(".exit-lights > *").forEach(function (light, index) {
      light.classList.toggle("on", index < presses);
    });
    status.textContent =
      presses === 0 ? "" : presses === 1 ? link.dataset.exitTwoMore : link.dataset.exitOneMore;
  }

  function startAgain() {
    clearTimeout(forget);
    alone = false;
    if (presses === 0) return;
    presses = 0;
    show();
  }

  function isComposing(event) {
    return event.isComposing || event.keyCode === 229;
  }

  function onKeyDown(event) {
    if (event.key !== "Shift" || isComposing(event)) startAgain();
    else if (!event.repeat) alone = !(event.ctrlKey || event.altKey || event.metaKey);
  }

  function onKeyUp(event) {
    if (event.key !== "Shift" || !alone || isComposing(event)) return;
    alone = false;
    presses += 1;
    if (presses === PRESSES) {
      leave();
      return;
    }
    clearTimeout(forget);
    forget = setTimeout(startAgain, WITHIN_MS);
    show();
  }

  // Capturing on the window: nothing on the page can keep these from us.
  addEventListener("click", onClick, true);
  addEventListener("keydown", onKeyDown, true);
  addEventListener("keyup", onKeyUp, true);
  addEventListener("pointerdown", startAgain, true);
  addEventListener("blur", startAgain);

  // --- Coming back ----------------------------------------------------------------------------

  // A page that the browser keeps to show again is kept hidden, and is fetched anew.
  addEventListener("pagehide", function (event) {
    if (event.persisted) root.style.visibility = "hidden";
  });
  addEventListener("pageshow", function (event) {
    if (!event.persisted) return;
    root.style.visibility = "hidden";
    location.reload();
  });

  // --- On a phone -----------------------------------------------------------------------------

  // Where a keyboard covers the bottom of the page, the exit moves up above it.
  if (window.visualViewport) {
    const view = window.visualViewport;
    const keepInView = function () {
      const hidden = Math.round(root.clientHeight - view.height - view.offsetTop);
      root.style.setProperty("--exit-up", Math.max(hidden, 0) + "px");
    };
    view.addEventListener("resize", keepInView);
    view.addEventListener("scroll", keepInView);
  }
})();
