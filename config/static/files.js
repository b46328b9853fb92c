/* A file goes up in parts and goes on by itself where the connection was interrupted. Without this
   file it goes up whole, by the form. Nothing is kept in the browser: what is half-way here stands
   on the page, and choosing the same file again goes on with it. */
(function () {
  "use strict";

  const form = document.querySelector("form[data-upload]");
  if (!form || !window.fetch || !Blob.prototype.slice) return;

  const input = form.querySelector("input[type=file]");
  const state = form.querySelector("[data-upload-state]");
  const status = state.querySelector("[role=status]");
  const bar = state.querySelector("progress");
  const send = form.querySelector("button:not([type])");
  const stop = state.querySelector("[data-upload-cancel]");
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const words = state.dataset;

  const MEGABYTE = 1024 * 1024;
  const FIRST_WAIT_MS = 1000;
  const LONGEST_WAIT_MS = 30000;
  // How often what is said changes, so that whoever listens is not told without end.
  const SAID_EACH = 10;

  let aborter = null;
  let at = "";

  class Ended extends Error {}

  function say(sentence) {
    if (status.textContent !== sentence) status.textContent = sentence;
  }

  let said = -1;
  function show(received, size) {
    const percent = Math.floor((100 * received) / size);
    bar.value = percent;
    const step = Math.floor(percent / SAID_EACH);
    if (step === said) return;
    said = step;
    const done = (received / MEGABYTE).toFixed(1);
    const all = (size / MEGABYTE).toFixed(1);
    say(words.progress.replace("{done}", done).replace("{all}", all));
  }

  function pause(ms) {
    const { signal } = aborter;
    return new Promise(function (resolve, reject) {
      const timer = setTimeout(resolve, ms);
      const end = () => (clearTimeout(timer), reject(new Ended(words.cancelled)));
      signal.addEventListener("abort", end, { once: true });
    });
  }

  // --- Asking the server, again and again where it does not answer ------------------------------

  async function ask(url, options) {
    const headers = { "HX-Request": "true", "X-CSRFToken": token, ...options.headers };
    const { signal } = aborter;
    return fetch(url, { ...options, headers, signal, redirect: "manual" });
  }

  async function answered(url, options) {
    for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
      let answer = null;
      try {
        answer = await ask(url, options);
      } catch {
        if (aborter.signal.aborted) throw new Ended(words.cancelled);
      }
      if (answer && (answer.status === 401 || answer.type === "opaqueredirect")) throw new Ended(words.signedOut);
      const isClosed = answer && answer.status === 423;
      if (answer && answer.status < 500 && !isClosed && answer.status !== 400) return answer;
      said = -1;
      say(isClosed ? words.closed : words.waiting);
      await pause(wait);
    }
  }

  async function told(answer) {
    if (answer.ok || answer.status === 409) return answer.json();
    if (answer.status !== 422 && answer.status !== 413) throw new Ended(words.trouble);
    throw new Ended((await answer.json()).trouble);
  }

  // --- One file -----------------------------------------------------------------------------------

  function halfWay(file) {
    return [...document.querySelectorAll("[data-unfinished]")].find(function (each) {
      const { name, size, modified } = each.dataset;
      return name === file.name && size === String(file.size) && modified === String(file.lastModified);
    });
  }

  async function begun(file) {
    const before = halfWay(file);
    if (before) return told(await answered(before.dataset.unfinished, { method: "GET" }));
    const body = new FormData(form);
    body.delete("file");
    body.append("name", file.name);
    body.append("size", file.size);
    body.append("modified", file.lastModified);
    return told(await answered(form.dataset.upload, { method: "POST", body }));
  }

  async function go(file) {
    const { url, part, received } = await begun(file);
    at = url;
    let here = received;
    show(here, file.size);
    while (here < file.size) {
      const body = file.slice(here, here + part);
      const headers = { "Upload-Offset": String(here), "Content-Type": "application/octet-stream" };
      here = (await told(await answered(url, { method: "PUT", headers, body }))).received;
      show(here, file.size);
    }
    say(words.looking);
    const end = await told(await answered(url + "finish/", { method: "POST" }));
    if (!end.to) throw new Ended(words.trouble);
    at = "";
    location.assign(end.to);
  }

  function rest() {
    aborter = null;
    stop.hidden = true;
    send.removeAttribute("aria-disabled");
    delete form.dataset.sent;
  }

  form.addEventListener("submit", async function (event) {
    event.preventDefault();
    event.stopPropagation();
    if (aborter) return;
    const [file] = input.files;
    state.hidden = false;
    stop.hidden = false;
    said = -1;
    bar.value = 0;
    if (!file || !file.size) {
      stop.hidden = true;
      say(words.nothing);
      input.focus();
      return;
    }
    aborter = new AbortController();
    send.setAttribute("aria-disabled", "true");
    try {
      await go(file);
    } catch (error) {
      say(error instanceof Ended ? error.message : words.trouble);
    }
    rest();
  });

  stop.addEventListener("click", async function () {
    if (!aborter) return;
    aborter.abort();
    const begunAt = at;
    at = "";
    send.focus();
    if (!begunAt) return;
    const headers = { "HX-Request": "true", "X-CSRFToken": token };
    await fetch(begunAt + "drop/", { method: "POST", headers });
    const card = document.querySelector(`[data-unfinished="${begunAt}"]`);
    if (card) card.remove();
  });
})();
