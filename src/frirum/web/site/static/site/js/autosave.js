/* Saves a form while it is written. Without this file the form's own button does the same. */
(function () {
  "use strict";

  var PAUSE = 1200;

  function start(form) {
    var status = document.getElementById(form.dataset.status);
    // A page that saves as one may say at each of its parts that it is saved.
    function near(target) {
      var part = target && target.closest ? target.closest("[data-status]") : null;
      return (part && document.getElementById(part.dataset.status)) || status;
    }
    var faults = form.dataset.faults ? document.getElementById(form.dataset.faults) : null;
    var revision = form.elements.namedItem("revision");
    var timer = null;
    var running = false;
    var waiting = false;
    var dirty = false;
    var waits = false;
    var pressed = null;

    function show(text) {
      if (status) status.textContent = text;
    }

    function list(found) {
      if (!faults || !found) return;
      faults.textContent = "";
      if (!found.length) {
        var none = document.createElement("p");
        none.textContent = faults.dataset.none;
        faults.appendChild(none);
        return;
      }
      var items = document.createElement("ul");
      found.forEach(function (fault) {
        var item = document.createElement("li");
        if (fault.href) {
          var link = document.createElement("a");
          link.href = fault.href;
          link.textContent = fault.where;
          item.append(link, ": ");
        } else if (fault.path) {
          var path = document.createElement("code");
          path.textContent = fault.path;
          item.append(path, " ");
        }
        item.append(fault.message);
        items.appendChild(item);
      });
      faults.appendChild(items);
    }

    function save() {
      if (running) {
        waiting = true;
        return;
      }
      running = true;
      dirty = false;
      show(form.dataset.saving);
      fetch(form.action || window.location.href, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new FormData(form),
        credentials: "same-origin"
      })
        .then(function (response) {
          return response.json().then(function (answer) {
            return { ok: response.ok, answer: answer };
          });
        })
        .then(function (result) {
          var revisions = result.answer.revisions || {};
          Object.keys(revisions).forEach(function (name) {
            var held = form.elements.namedItem(name);
            if (held) held.value = revisions[name];
          });
          if (!result.ok) throw new Error([result.answer.error, result.answer.remedy].filter(Boolean).join(" "));
          if (revision && result.answer.revision) revision.value = result.answer.revision;
          show(result.answer.saved);
          list(result.answer.faults);
          form.dispatchEvent(new CustomEvent("saved"));
        })
        .catch(function (problem) {
          dirty = true;
          show([form.dataset.failed, problem.message].filter(Boolean).join(" "));
        })
        .finally(function () {
          running = false;
          if (waits) {
            waits = false;
            dirty = false;
            form.requestSubmit(pressed);
            return;
          }
          if (waiting) {
            waiting = false;
            save();
          }
        });
    }

    // A field may stand outside its form and name it (form="…"), so the whole page is listened to.
    document.addEventListener("input", function (event) {
      if (!event.target || event.target.form !== form) return;
      status = near(event.target);
      dirty = true;
      window.clearTimeout(timer);
      timer = window.setTimeout(save, PAUSE);
    });
    form.addEventListener("submit", function (event) {
      dirty = false;
      window.clearTimeout(timer);
      // A save under way moves what the next one builds on: the button's own waits for it.
      if (running) {
        event.preventDefault();
        pressed = event.submitter;
        waits = true;
      }
    });
    // On a slow machine a quick writer is there before this file: what was typed by then is saved too.
    // Line breaks aside: a field of one line drops those it was sent with.
    function bare(text) {
      return text.replace(/[\r\n]/g, "");
    }
    var typed = Array.prototype.find.call(form.elements, function (field) {
      return field.type !== "hidden" && field.defaultValue !== undefined && bare(field.value) !== bare(field.defaultValue);
    });
    if (typed) {
      status = near(typed);
      dirty = true;
      timer = window.setTimeout(save, PAUSE);
    }
    window.addEventListener("beforeunload", function (event) {
      if (dirty) event.preventDefault();
    });
  }

  document.querySelectorAll("form[data-autosave-form]").forEach(start);
})();
