// Shows one language at a time. Without this script both stand in the page, one after the other.
(function () {
  "use strict";
  var root = document.documentElement;
  var links = document.querySelectorAll(".bar a");
  function show(which) {
    var lang = which === "ar" ? "ar" : "en";
    root.dataset.show = which;
    root.lang = lang;
    root.dir = lang === "ar" ? "rtl" : "ltr";
    document.title = document.querySelector("#" + lang + " h1").textContent;
    links.forEach(function (link) {
      if (link.hash === "#" + which) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
  }
  function follow() {
    var found = /^#(en|ar|both)(-|$)/.exec(location.hash);
    if (!found) return false;
    // A link inside a part leaves both parts open if both were.
    if (!(root.dataset.show === "both" && found[2] === "-")) show(found[1]);
    var target = document.getElementById(location.hash.slice(1));
    if (target && found[2] === "-") target.scrollIntoView();
    return true;
  }
  function place() {
    var here = null;
    document.querySelectorAll("section.part").forEach(function (part) {
      var box = part.getBoundingClientRect();
      if (box.height > 0 && box.top < 160) here = part;
    });
    return here && here.getBoundingClientRect().bottom > 0 ? here.id.slice(3) : null;
  }
  links.forEach(function (link) {
    link.addEventListener("click", function (event) {
      var which = link.hash.slice(1);
      var at = place();
      event.preventDefault();
      show(which);
      var twin = document.getElementById((which === "ar" ? "ar-" : "en-") + at);
      if (at && twin) twin.scrollIntoView();
      else window.scrollTo(0, 0);
    });
  });
  window.addEventListener("hashchange", follow);
  var opened = [];
  window.addEventListener("beforeprint", function () {
    opened = Array.prototype.slice.call(document.querySelectorAll("details:not([open])"));
    opened.forEach(function (each) { each.open = true; });
  });
  window.addEventListener("afterprint", function () {
    opened.forEach(function (each) { each.open = false; });
  });
  var wanted = (navigator.languages || [navigator.language || "en"])[0] || "en";
  if (!follow()) show(/^ar\b/i.test(wanted) ? "ar" : "en");
})();
