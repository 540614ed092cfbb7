"use strict";
// Chips choose classes, dots the ground.
const chips = [...document.querySelectorAll(".chips button")];
const grounds = [...document.querySelectorAll(".grounds button")];
const figures = [...document.querySelectorAll("figure")];

for (const chip of chips) {
  chip.addEventListener("click", () => {
    chip.ariaPressed = chip.ariaPressed === "true" ? "false" : "true";
    const wanted = chips.filter((one) => one.ariaPressed === "true").map((one) => one.dataset.class);
    for (const figure of figures) figure.hidden = wanted.length > 0 && !wanted.includes(figure.dataset.class);
  });
}
for (const ground of grounds) {
  ground.addEventListener("click", () => {
    document.body.dataset.ground = ground.dataset.ground;
    for (const one of grounds) one.ariaPressed = String(one === ground);
  });
}
