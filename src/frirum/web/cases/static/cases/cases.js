// The answer takes focus, and the note gets a button that copies it. Every page works without this file.
"use strict";

const answer = document.querySelector("[data-answer]");
if (answer) answer.focus();

for (const button of document.querySelectorAll("button[data-copy]")) {
  const source = document.getElementById(button.dataset.copy);
  const status = document.getElementById(button.dataset.status);
  const say = (text) => {
    status.textContent = text;
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    source.select();
    // Without a secure connection there is no clipboard to write to; the note stands selected, ready for Ctrl+C.
    if (!navigator.clipboard) {
      say(document.execCommand("copy") ? button.dataset.copied : button.dataset.selected);
      return;
    }
    navigator.clipboard.writeText(source.value).then(
      () => say(button.dataset.copied),
      () => say(button.dataset.selected),
    );
  });
}
