// Brings the live example beside the conditions up to date when the page has been saved; without it, at loading.
"use strict";
(function () {
  const place = document.getElementById("hvem");
  const form = document.querySelector("form[data-autosave-form]");
  if (!place || !form) return;
  form.addEventListener("saved", async () => {
    try {
      const answer = await fetch(place.dataset.address, { credentials: "same-origin" });
      if (answer.ok) place.replaceChildren(...new DOMParser().parseFromString(await answer.text(), "text/html").body.childNodes);
    } catch {
      // The network may come back; the next save asks again.
    }
  });
})();
