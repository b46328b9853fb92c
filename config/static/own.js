/* A private page covers itself once nobody has used it for a while, and when another tab locks.
   Without this file the server closes the pages all the same; it only leaves what is on the
   screen. What was typed stays in this page's memory, off the screen, until it is opened again. */
(function () {
  "use strict";

  const state = document.querySelector("[data-closes-after]");
  const sheet = document.getElementById("cover");
  if (!state || !sheet) return;

  const idleMs = Number(state.dataset.closesAfter) * 1000;
  const lockForm = state.querySelector("form");
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel("own") : null;
  const TELL_MS = 1000;
  const USES = ["keydown", "pointerdown", "pointermove", "wheel", "scroll", "input"];

  let usedAt = Date.now();
  let toldAt = 0;
  let timer = 0;
  let kept = null;

  // --- Being used -----------------------------------------------------------------------------

  function wait() {
    clearTimeout(timer);
    if (!kept) timer = setTimeout(look, Math.max(usedAt + idleMs - Date.now(), 0));
  }

  // A machine that slept comes back here with its clock put on.
  function look() {
    if (Date.now() - usedAt >= idleMs) cover({ lock: true });
    else wait();
  }

  function used() {
    if (kept || Date.now() - usedAt >= idleMs) return;
    usedAt = Date.now();
    if (!tabs || usedAt - toldAt < TELL_MS) return;
    toldAt = usedAt;
    tabs.postMessage("used");
  }

  // --- Covering -------------------------------------------------------------------------------

  function disguise() {
    const exit = document.querySelector("[data-exit]");
    const icon = document.querySelector("link[rel=icon]");
    const before = { title: document.title, icon: icon && icon.href };
    if (exit) document.title = exit.dataset.exitTitle;
    if (exit && icon) icon.href = exit.dataset.exitIcon;
    return before;
  }

  function cover({ lock }) {
    if (kept) return;
    clearTimeout(timer);
    if (lock && lockForm) {
      const said = new FormData(lockForm);
      said.append("quietly", "");
      navigator.sendBeacon(lockForm.action, said);
    }
    const page = document.querySelector(".page");
    const content = document.createDocumentFragment();
    kept = { content, focus: document.activeElement, top: scrollY, look: disguise() };
    // Off the page altogether: nothing of it is left to be seen, found or read out.
    content.append(...page.childNodes);
    page.append(sheet.content.cloneNode(true));
    document.documentElement.dataset.covered = "";
    page.querySelector("form").addEventListener("submit", open);
  }

  function uncover() {
    const page = document.querySelector(".page");
    const icon = document.querySelector("link[rel=icon]");
    page.replaceChildren(kept.content);
    document.title = kept.look.title;
    if (icon) icon.href = kept.look.icon;
    delete document.documentElement.dataset.covered;
    scrollTo(0, kept.top);
    const focus = kept.focus;
    kept = null;
    usedAt = Date.now();
    wait();
    if (focus && focus.focus) focus.focus({ preventScroll: true });
  }

  async function open(event) {
    event.preventDefault();
    const form = event.target;
    const status = form.querySelector("[role=alert]");
    const body = new FormData(form);
    status.textContent = "";
    try {
      const headers = { "HX-Request": "true" };
      const answer = await fetch(form.action, { method: "POST", body, headers, redirect: "manual" });
      if (answer.status === 204) return uncover();
      // Signed out, or erased: what to do then is said by the page that the server shows.
      if (answer.status !== 422) return location.reload();
      status.textContent = (await answer.text()).trim();
    } catch {
      status.textContent = status.dataset.trouble;
    }
    delete form.dataset.sent;
    form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
    form.querySelector("input:not([type=hidden])").select();
  }

  // --- Other tabs -----------------------------------------------------------------------------

  document.addEventListener("submit", function (event) {
    if (tabs && event.target === lockForm) tabs.postMessage("locked");
    if (tabs && event.target.matches("[data-locks]")) tabs.postMessage("locked");
  });

  if (tabs) {
    tabs.onmessage = function (event) {
      if (event.data === "locked") cover({ lock: false });
      else if (!kept && Date.now() - usedAt < idleMs) usedAt = Date.now();
    };
  }

  for (const use of USES) addEventListener(use, used, { capture: true, passive: true });
  for (const back of ["focus", "pageshow"]) addEventListener(back, look);
  document.addEventListener("visibilitychange", look);
  wait();

  // --- Copying what is to be sent from elsewhere ----------------------------------------------

  document.addEventListener("click", async function (event) {
    const button = event.target.closest("[data-copies]");
    if (!button) return;
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).innerText);
    button.textContent = button.dataset.copied;
  });
})();
