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
  // The note stands selected, ready for Ctrl+C, only where it could not be copied: else the focus stays on the button.
  const select = () => {
    source.select();
    return button.dataset.selected;
  };
  button.addEventListener("click", () => {
    // Without a secure connection there is no clipboard to write to.
    if (!navigator.clipboard) {
      const selected = select();
      say(document.execCommand("copy") ? button.dataset.copied : selected);
      return;
    }
    navigator.clipboard.writeText(source.value).then(
      () => say(button.dataset.copied),
      () => say(select()),
    );
  });
}

// A case system may link with facts after the #: that part of an address is never sent, so no log can hold it. It is
// taken out of the address line as soon as it has been read, and what looks like a CPR number is not used.
const CPR = /\d{6}[-\s]?\d{4}/;
const YES_NO = { true: "ja", false: "nej" };

function fill(fields, value) {
  const wanted = YES_NO[value] ?? value;
  if (fields[0].type === "radio") {
    const chosen = fields.find((field) => field.value === wanted);
    if (chosen) chosen.checked = true;
    return Boolean(chosen);
  }
  fields[0].value = wanted;
  return fields[0].value === wanted;
}

const linked = document.querySelector("[data-linked]");
if (linked && location.hash.includes("=")) {
  let refused = 0;
  for (const [name, value] of new URLSearchParams(location.hash.slice(1))) {
    const fields = [...linked.querySelectorAll(`.question [name="${CSS.escape(name)}"]`)];
    if (CPR.test(value) || !fields.length || !fill(fields, value)) refused += 1;
  }
  history.replaceState(null, "", location.pathname + location.search);
  if (refused) document.querySelector("[data-link-refused]").hidden = false;
  linked.querySelector("button[type=submit]").focus();
}

// Back, from the answer or from what follows it, brings the facts again. They wait in this tab alone, until it is closed, and
// are used only where somebody comes back. A page that was sent as a form would else be asked for again, or come back empty.
if (linked) {
  const kept = `facts ${location.pathname}`;
  const [arrival] = performance.getEntriesByType("navigation");
  // With this the answer's own place in the history is a page that can be opened again, and not a form to be sent again.
  if (answer) history.replaceState(null, "", location.href);
  else if (arrival?.type === "back_forward") {
    for (const [name, value] of new URLSearchParams(sessionStorage.getItem(kept) ?? "")) {
      const fields = [...linked.querySelectorAll(`.question [name="${CSS.escape(name)}"]`)];
      if (fields.length) fill(fields, value);
    }
    linked.querySelector("button[type=submit]").focus();
  }
  const keep = () => {
    const facts = [...new FormData(linked)].filter(
      ([name, value]) => value && !CPR.test(value) && linked.querySelector(`.question [name="${CSS.escape(name)}"]`),
    );
    sessionStorage.setItem(kept, new URLSearchParams(facts).toString());
  };
  linked.addEventListener("submit", keep);
  if (answer) keep();
}
