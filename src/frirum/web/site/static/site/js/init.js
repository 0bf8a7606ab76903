// Starts Det Fælles Designsystem. Every page works without this file; it adds character counts and focus.
"use strict";

for (const group of document.querySelectorAll(".form-limit")) {
  // DKFDS.init() would write Danish on an English page, so the counts are started here with the page's own texts.
  group.classList.remove("form-limit");
  const { left, over } = group.dataset;
  new DKFDS.CharacterLimit(group, {
    character_remaining: left,
    characters_remaining: left,
    character_too_many: over,
    characters_too_many: over,
  }).init();
}
DKFDS.init();
for (const more of document.querySelectorAll(".mainmenu[data-more] .more-button span")) {
  more.textContent = more.closest(".mainmenu").dataset.more;
}
