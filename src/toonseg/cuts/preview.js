"use strict";
(() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const boxes = new Map(all(".box").map((box) => [box.dataset.id, box]));
  const cards = new Map(all(".card").map((card) => [card.dataset.id, card]));
  const stripWidth = Number(document.querySelector(".strip").dataset.width);
  const slices = all(".slice").map((slice) => ({
    top: Number(slice.dataset.top),
    rows: Number(slice.dataset.rows),
    image: slice.querySelector("img"),
  }));
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let chosen = null;

  // Scrolls the element's own pane only: scrollIntoView would also move the page on a phone.
  function bring(element, pane) {
    const inner = element.getBoundingClientRect();
    const outer = pane.getBoundingClientRect();
    const room = Math.max((outer.height - inner.height) / 2, 64);
    const by = inner.top - outer.top - room;
    // A long way is jumped: a strip of 300,000 rows would rush by.
    const smooth = !still.matches && Math.abs(by) < 4000;
    pane.scrollBy({ top: by, behavior: smooth ? "smooth" : "instant" });
  }

  function choose(id, { strip = true, list = true } = {}) {
    if (!cards.has(id)) return;
    for (const map of [boxes, cards]) {
      map.get(chosen)?.classList.remove("chosen");
      map.get(id).classList.add("chosen");
    }
    chosen = id;
    if (strip) bring(boxes.get(id), document.querySelector(".strip-pane"));
    if (list) bring(cards.get(id), document.querySelector(".cuts-pane"));
    history.replaceState(null, "", "#" + id);
  }

  function follow(event, options) {
    const element = event.target.closest("[data-id]");
    if (!element || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    choose(element.dataset.id, options);
  }
  document.querySelector(".boxes").addEventListener("click", (event) => {
    const card = cards.get(event.target.closest("[data-id]")?.dataset.id);
    if (card?.hidden) show("all");
    follow(event, { strip: false });
  });
  document.querySelector(".cards").addEventListener("click", (event) => follow(event, { list: false }));

  function show(filter) {
    const matches = (card) => filter === "all" || card.classList.contains(filter);
    let shown = 0;
    for (const [id, card] of cards) {
      card.hidden = !matches(card);
      boxes.get(id).classList.toggle("aside", card.hidden);
      shown += card.hidden ? 0 : 1;
    }
    document.querySelector(".empty").hidden = shown > 0;
    for (const button of all(".filters button")) {
      button.setAttribute("aria-pressed", String(button.dataset.filter === filter));
    }
  }
  for (const button of all(".filters button")) {
    button.addEventListener("click", () => show(button.dataset.filter));
  }

  addEventListener("keydown", (event) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    const step = { j: 1, k: -1 }[event.key];
    if (!step) return;
    const shown = [...cards.values()].filter((card) => !card.hidden);
    if (!shown.length) return;
    const place = shown.findIndex((card) => card.dataset.id === chosen);
    const next = place < 0 ? (step > 0 ? 0 : shown.length - 1) : place + step;
    const card = shown[Math.min(Math.max(next, 0), shown.length - 1)];
    choose(card.dataset.id);
    card.querySelector("a").focus({ preventScroll: true });
  });

  // A card's picture is cut from the strip's slices when it comes into view, so that no pixel is stored twice.
  async function draw(card) {
    const [x0, y0, x1, y1] = card.dataset.box.split(",").map(Number);
    const room = card.querySelector(".thumb");
    const density = Math.min(devicePixelRatio || 1, 2);
    const fit = Math.min(room.clientWidth / (x1 - x0), room.clientHeight / (y1 - y0), 1);
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round((x1 - x0) * fit * density));
    canvas.height = Math.max(1, Math.round((y1 - y0) * fit * density));
    canvas.style.width = canvas.width / density + "px";
    const pen = canvas.getContext("2d");
    pen.imageSmoothingQuality = "high";
    const across = canvas.width / (x1 - x0);
    const down = canvas.height / (y1 - y0);
    for (const { top, rows, image } of slices) {
      const from = Math.max(y0, top);
      const to = Math.min(y1, top + rows);
      if (from >= to) continue;
      await image.decode();
      const x = image.naturalWidth / stripWidth;
      const y = image.naturalHeight / rows;
      pen.drawImage(
        image,
        x0 * x, (from - top) * y, (x1 - x0) * x, (to - from) * y,
        0, (from - y0) * down, (x1 - x0) * across, (to - from) * down,
      );
    }
    room.replaceChildren(canvas);
  }
  const watcher = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      watcher.unobserve(target);
      draw(target).catch(() => target.querySelector(".thumb").replaceChildren());
    }
  }, { rootMargin: "400px" });
  for (const card of cards.values()) watcher.observe(card);

  if (location.hash) choose(decodeURIComponent(location.hash.slice(1)));
})();
