/* Hides a question that is not put after the answer it depends on. Without this file it says so itself. */
(function () {
  "use strict";

  var questions = document.querySelectorAll("[data-after]");

  function chosen(name) {
    var found = document.querySelector('input[name="' + name + '"]:checked');
    return found ? found.value : "";
  }

  function update() {
    questions.forEach(function (question) {
      var answer = chosen(question.dataset.after);
      question.hidden = answer !== "" && question.dataset.words.split("|").indexOf(answer) < 0;
    });
  }

  document.addEventListener("change", update);
  update();
})();
