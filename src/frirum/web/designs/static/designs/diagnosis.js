// Brings the diagnosis beside a step up to date when the step has been saved. Without it the page shows it at loading.
"use strict";
(function () {
  const place = document.getElementById("diagnose");
  const form = document.querySelector("form[data-autosave-form]");
  if (!place || !form) return;
  form.addEventListener("saved", async () => {
    try {
      const answer = await fetch(place.dataset.address, { credentials: "same-origin" });
      if (answer.ok) place.replaceChildren(...parsed(await answer.text()));
    } catch {
      // The network may come back; the next save asks again.
    }
  });

  function parsed(text) {
    return new DOMParser().parseFromString(text, "text/html").body.childNodes;
  }
})();
