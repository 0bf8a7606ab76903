// Asks every other second how far the job is; reloads the page when it is over.
"use strict";
(function () {
  const place = document.getElementById("job");
  const state = document.getElementById("job-state");
  const bar = document.getElementById("job-bar");
  const message = document.getElementById("job-message");
  async function ask() {
    try {
      const answer = await fetch(place.dataset.progress, { headers: { Accept: "application/json" } });
      if (!answer.ok) return;
      const job = await answer.json();
      if (job.over) {
        window.location.reload();
        return;
      }
      // Written only when it changes, so that a screen reader does not repeat itself.
      if (state.textContent !== job.label) state.textContent = job.label;
      if (message.textContent !== job.message) message.textContent = job.message;
      if (job.percent === null) bar.removeAttribute("value");
      else bar.value = job.percent;
    } catch {
      // The network may come back; ask again.
    }
    window.setTimeout(ask, 2000);
  }
  window.setTimeout(ask, 2000);
})();
