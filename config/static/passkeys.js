// What a browser says about a passkey that did not work tells nobody anything: we say it in a
// sentence, where the button is.
"use strict";
document.addEventListener("allauth.error", (event) => {
  const trouble = document.getElementById("passkey-trouble");
  if (!trouble) return;
  event.preventDefault();
  trouble.textContent = trouble.dataset.trouble;
});
