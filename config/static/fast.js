/* What is one's own beside a card goes once nobody has come back to the card for as long as the
   pages stay open, and as soon as another tab locks them. The card itself stays. */
(function () {
  "use strict";

  const own = document.querySelector("[data-without]");
  if (!own) return;

  function hide() {
    own.remove();
    location.replace(own.dataset.without);
  }

  setTimeout(hide, Number(own.dataset.after) * 1000);
  if (!("BroadcastChannel" in window)) return;

  new BroadcastChannel("own").onmessage = function (event) {
    if (event.data === "locked") hide();
  };
})();
