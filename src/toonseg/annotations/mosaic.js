"use strict";
// Chips choose classes: pictures that have all of them stay, with the masks of these classes.
const chips = [...document.querySelectorAll(".chips button")];
const figures = [...document.querySelectorAll("figure")];
const masks = document.querySelector(".masks");

function show() {
  const wanted = chips.filter((chip) => chip.ariaPressed === "true").map((chip) => chip.dataset.class);
  let left = 0;
  for (const figure of figures) {
    const has = figure.dataset.classes.split(" ");
    figure.hidden = !wanted.every((one) => has.includes(one));
    left += figure.hidden ? 0 : 1;
    for (const path of figure.querySelectorAll("path")) {
      const own = path.getAttribute("class").split(" ")[0];
      path.setAttribute("class", !wanted.length || wanted.includes(own.slice(1)) ? own : own + " aside");
    }
  }
  document.querySelector(".none").hidden = left > 0;
}

for (const chip of chips) {
  chip.addEventListener("click", () => {
    chip.ariaPressed = chip.ariaPressed === "true" ? "false" : "true";
    show();
  });
}
masks.addEventListener("click", () => {
  masks.ariaPressed = masks.ariaPressed === "true" ? "false" : "true";
  document.body.classList.toggle("no-masks", masks.ariaPressed === "false");
});
