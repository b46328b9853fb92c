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

  // --- Marking what is to be taken out of a text -----------------------------------------------

  let marking = null;

  function markSelection(area) {
    const [opens, closes] = area.dataset.marks.split(" ");
    const chosen = area.value.slice(area.selectionStart, area.selectionEnd);
    if (chosen) area.setRangeText(opens + chosen + closes);
    area.focus();
  }

  document.addEventListener("focusin", function (event) {
    if (!event.target.matches("[data-marks]")) return;
    marking = event.target;
    const button = marking.closest("[data-only]").querySelector("[data-marks-selection]");
    button.hidden = false;
  });

  document.addEventListener("click", function (event) {
    if (marking && event.target.closest("[data-marks-selection]")) markSelection(marking);
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

  // --- Quotes: of what is selected in the post, where something is -------------------------------

  let selected = "";

  function plainAsMarkdown(text) {
    const inline = text.replace(/[\\`*_[\]<>&!~@:]/g, "\\$&");
    return inline.replace(/^(\s*\d*)([-+=#.)])/, "$1\\$2");
  }

  function asQuote(name, path, words) {
    const lines = words.trim().split("\n").map(plainAsMarkdown);
    const head = `[${plainAsMarkdown(name.trim())}](${path})`;
    return [head, "", ...lines].map((line) => `> ${line}`.trimEnd()).join("\n") + "\n\n";
  }

  function quoteOfPost(link, words) {
    const name = link.closest("article").querySelector(".persona > :last-child").textContent;
    return asQuote(name, `/p/${link.dataset.quotes}/`, words);
  }

  function proseOf(link) {
    return link.closest("article").querySelector(":scope > .prose");
  }

  // Words that the post quotes itself are quoted as whose they are.
  function quoteOfSelection(link) {
    const selection = getSelection();
    const words = selection.toString().trim();
    if (!words || !proseOf(link).contains(selection.getRangeAt(0).commonAncestorContainer)) return "";
    if (selection.getRangeAt(0).cloneContents().querySelector(".quote")) return "";
    const frames = [selection.anchorNode, selection.focusNode].map((node) => node.parentElement.closest(".quote"));
    if (frames[0] !== frames[1]) return "";
    if (!frames[0]) return quoteOfPost(link, words);
    const head = frames[0].querySelector("a");
    return asQuote(head.textContent, head.getAttribute("href"), words);
  }

  // Before a press takes the selection away.
  ["pointerdown", "keydown"].forEach(function (press) {
    document.addEventListener(press, function (event) {
      const link = event.target.closest && event.target.closest("[data-quotes]");
      if (link) selected = quoteOfSelection(link);
    }, true);
  });

  function addWords(box, words) {
    box.value = box.value.trim() && words ? `${box.value.trimEnd()}\n\n${words}` : box.value || words;
    box.focus();
    box.setSelectionRange(box.value.length, box.value.length);
    // What keeps drafts hears of it.
    if (words) box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function boxBelow(link) {
    const place = document.getElementById(`reply-${link.dataset.quotes}`);
    return place && place.querySelector("textarea[name=words]");
  }

  document.addEventListener("htmx:configRequest", function (event) {
    const link = event.detail.elt;
    if (!link.matches("[data-quotes]")) return;
    const box = boxBelow(link);
    if (box) {
      // What is being written stays as it is, and gets the quote.
      event.preventDefault();
      const words = proseOf(link).cloneNode(true);
      words.querySelectorAll(".quote").forEach((quote) => quote.remove());
      addWords(box, selected || quoteOfPost(link, words.textContent));
      selected = "";
    } else if (selected) {
      event.detail.path = link.pathname;
    }
  });

  document.addEventListener("htmx:afterRequest", function (event) {
    const link = event.detail.elt;
    if (!event.detail.successful || !link.matches("[data-quotes]")) return;
    const box = boxBelow(link);
    if (box) addWords(box, selected);
    selected = "";
  });

  // --- Names: a press writes one into the box; what is typed behind an @ leaves those that fit ----

  const BEGUN = /(^|[^\p{L}\p{N}_@])@([^@\n]{0,40})$/u;

  function boxOf(names) {
    return names.closest("form").querySelector("textarea[name=words]");
  }

  function speakTo(button) {
    const box = boxOf(button);
    const end = box.selectionStart;
    const before = box.value.slice(0, end);
    const begun = BEGUN.exec(before);
    const fits = begun && button.dataset.speaksTo.toLowerCase().startsWith(begun[2].toLowerCase());
    const start = fits ? before.slice(0, -begun[2].length - 1) : before.replace(/(\S)$/, "$1 ");
    box.value = `${start}@${button.dataset.speaksTo} ${box.value.slice(end)}`;
    const caret = start.length + button.dataset.speaksTo.length + 2;
    box.focus();
    box.setSelectionRange(caret, caret);
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-speaks-to]");
    if (button) speakTo(button);
  });

  document.addEventListener("input", function (event) {
    const names = event.target.form && event.target.form.querySelectorAll("[data-speaks-to]");
    if (!names || event.target.name !== "words") return;
    const begun = BEGUN.exec(event.target.value.slice(0, event.target.selectionStart));
    const typed = begun ? begun[2].toLowerCase() : "";
    const fitting = [...names].filter((name) => name.dataset.speaksTo.toLowerCase().startsWith(typed));
    names.forEach(function (name) {
      name.parentElement.hidden = fitting.length > 0 && !fitting.includes(name);
    });
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
