"use strict";
(() => {
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const root = document.documentElement;

  // Theme: what the system prefers, unless the reader says otherwise.
  const theme = one(".theme");
  const themes = ["auto", "light", "dark"];
  function paint(name) {
    if (name === "auto") delete root.dataset.theme;
    else root.dataset.theme = name;
    one("span", theme).textContent = name;
  }
  function kept() {
    try { return localStorage.getItem("toonseg-theme"); } catch { return null; } // no storage in a private file
  }
  theme.hidden = false;
  paint(themes.includes(kept()) ? kept() : "auto");
  theme.addEventListener("click", () => {
    const next = themes[(themes.indexOf(root.dataset.theme ?? "auto") + 1) % themes.length];
    paint(next);
    try { localStorage.setItem("toonseg-theme", next); } catch { /* the choice lasts as long as the page */ }
  });

  // Which part of the report is in view.
  const links = new Map(all(".places a").map((link) => [link.hash.slice(1), link]));
  const parts = all("main > section");
  const seen = new IntersectionObserver(() => {
    const line = innerHeight * 0.3;
    const now = parts.findLast((part) => part.getBoundingClientRect().top < line) ?? parts[0];
    for (const [id, link] of links) {
      if (id === now?.id) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    const link = links.get(now?.id);
    const list = one(".places ul");
    // Only the list is scrolled: scrollIntoView would move the page as well.
    if (link) list.scrollLeft = link.offsetLeft - list.offsetLeft - (list.clientWidth - link.offsetWidth) / 2;
  }, { threshold: [0, 0.02, 0.1, 0.5], rootMargin: "0px 0px -60% 0px" });
  for (const part of parts) seen.observe(part);

  const cuts = one("#cuts");
  if (!cuts) return;
  const figures = all("figure.cut", cuts);
  const byId = new Map(figures.map((figure) => [figure.id, figure]));
  const chips = all(".classes [data-k]");
  const names = chips.map((chip) => chip.dataset.name);
  const said = one(".said");

  // Classes: a switch each. One class of the page's body hides all paths of a class, however many there are.
  function show() {
    const on = [];
    for (const chip of chips) {
      const shown = chip.getAttribute("aria-pressed") === "true";
      document.body.classList.toggle("off-" + chip.dataset.k, !shown);
      if (shown) on.push(chip);
    }
    const wanted = on.map((chip) => chip.dataset.k);
    const having = one(".having");
    const picky = having.getAttribute("aria-pressed") === "true";
    const episode = one(".episodes select")?.value ?? "";
    let left = 0;
    for (const figure of figures) {
      const has = figure.dataset.k.split(" ");
      figure.hidden = picky && !wanted.some((k) => has.includes(k));
      if (episode && figure.dataset.e !== episode) figure.hidden = true;
      left += figure.hidden ? 0 : 1;
    }
    for (const group of all(".group", cuts)) group.hidden = !one("figure.cut:not([hidden])", group);
    one(".empty", cuts).hidden = left > 0;
    const told = on.length === chips.length ? "all classes" : on.map((chip) => chip.dataset.name).join(", ");
    said.textContent = `${left} cuts, masks of ${told || "no class"}`;
  }
  function press(button, on) { button.setAttribute("aria-pressed", String(on)); }
  function pressed(button) { return button.getAttribute("aria-pressed") === "true"; }
  for (const chip of chips) {
    chip.addEventListener("click", (event) => {
      // With Alt or a double click only this class is left, as in drawing programs.
      if (event.altKey || event.detail === 2) for (const other of chips) press(other, other === chip);
      else press(chip, !pressed(chip));
      show();
    });
  }
  for (const [selector, on] of [[".all", true], [".none", false]]) {
    one(selector, cuts).addEventListener("click", () => {
      for (const chip of chips) press(chip, on);
      show();
    });
  }
  one(".having").addEventListener("click", ({ currentTarget }) => {
    press(currentTarget, !pressed(currentTarget));
    show();
  });
  one(".episodes select")?.addEventListener("change", show);
  one(".truth-switch")?.addEventListener("click", ({ currentTarget }) => {
    press(currentTarget, !pressed(currentTarget));
    document.body.classList.toggle("truth", pressed(currentTarget));
  });
  one(".opacity input").addEventListener("input", ({ target }) => {
    root.style.setProperty("--fill", target.value / 100);
  });

  // Views: masks on the picture, the chosen classes on white, or all three side by side.
  function threefold(view) {
    const bare = view.cloneNode(true);
    bare.classList.add("bare");
    one("svg", bare).remove();
    const white = view.cloneNode(true);
    white.classList.add("white");
    one("img", white).alt = "The classes that are switched on, on white";
    return [bare, white];
  }
  const near = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      const view = one(".view", target);
      const [bare, white] = threefold(view);
      view.before(bare);
      view.after(white);
    }
  }, { rootMargin: "600px" });
  for (const button of all(".views button")) {
    button.addEventListener("click", () => {
      for (const other of all(".views button")) press(other, other === button);
      const view = button.dataset.view;
      cuts.dataset.view = view;
      if (view === "beside") for (const figure of figures) near.observe(figure);
    });
  }

  // What lies under the pointer: class and score.
  const hint = one(".hint");
  function tell(path, x, y) {
    hint.hidden = !path;
    all("path.lit").forEach((lit) => lit !== path && lit.classList.remove("lit"));
    if (!path) return;
    path.classList.add("lit");
    (closer.open ? closer : document.body).append(hint);
    hint.className = "hint k" + path.dataset.k;
    const text = document.createElement("span");
    text.textContent = words(path);
    hint.replaceChildren(document.createElement("i"), text);
    const { width, height } = hint.getBoundingClientRect();
    hint.style.left = Math.max(4, Math.min(x + 14, innerWidth - width - 4)) + "px";
    hint.style.top = (y + 18 + height > innerHeight ? y - height - 10 : y + 18) + "px";
  }
  function words({ dataset }) {
    const score = dataset.s ? `, score ${dataset.s}` : "";
    return `${names[places.get(dataset.k)]}${dataset.t === undefined ? "" : " (truth)"}${score}`;
  }
  const places = new Map(chips.map((chip, place) => [chip.dataset.k, place]));
  document.addEventListener("pointermove", (event) => {
    if (event.pointerType !== "mouse") return;
    tell(event.target.closest?.("path[data-k]"), event.clientX, event.clientY);
  });
  document.addEventListener("pointerup", (event) => {
    if (event.pointerType === "mouse") return;
    tell(event.target.closest?.("path[data-k]"), event.clientX, event.clientY);
  });
  addEventListener("scroll", () => tell(null), { passive: true });

  // A cut, closer: original, masks, on white; its instances; arrows lead to its neighbours.
  const closer = one(".closer");
  let shown = null;
  function look(figure) {
    shown = figure;
    const view = one(".view:not(.bare, .white)", figure);
    one("h2", closer).textContent = figure.dataset.name;
    const [bare, white] = threefold(view);
    const panes = [[bare, "original"], [view.cloneNode(true), "masks"], [white, "on white"]].map(([pane, text]) => {
      const box = document.createElement("figure");
      const caption = document.createElement("figcaption");
      caption.textContent = text;
      box.append(pane, caption);
      return box;
    });
    one(".panes", closer).style.setProperty("--aspect", figure.style.getPropertyValue("--aspect"));
    one(".panes", closer).replaceChildren(...panes);
    const found = all("path:not([data-t])", view).sort(
      (a, b) => a.dataset.k - b.dataset.k || (b.dataset.s ?? 0) - (a.dataset.s ?? 0),
    );
    one(".found", closer).replaceChildren(...found.map((path) => {
      const item = document.createElement("li");
      item.className = "k" + path.dataset.k;
      const text = document.createElement("span");
      text.textContent = words(path);
      const share = document.createElement("small");
      share.textContent = `${path.dataset.a} % of the cut`;
      item.append(document.createElement("i"), text, share);
      return item;
    }));
    if (!closer.open) closer.showModal();
  }
  function step(by) {
    const left = figures.filter((figure) => !figure.hidden);
    const next = left[left.indexOf(shown) + by];
    if (next) look(next);
  }
  cuts.addEventListener("click", (event) => {
    const figure = event.target.closest("figure.cut");
    if (!figure || !event.target.closest(".view, .name")) return;
    // A finger on a mask asks what it is; beside the masks, or with a mouse, it opens the cut.
    if (event.pointerType === "touch" && event.target.closest("path")) return;
    look(figure);
  });
  one(".before", closer).addEventListener("click", () => step(-1));
  one(".after", closer).addEventListener("click", () => step(1));
  one(".close", closer).addEventListener("click", () => closer.close());
  closer.addEventListener("click", (event) => { if (event.target === closer) closer.close(); });
  closer.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by) step(by);
  });
  closer.addEventListener("close", () => {
    tell(null);
    if (shown) one(".name", shown).focus();
  });

  // A box of the strip leads to its cut.
  function find(id) {
    const figure = byId.get(id);
    if (!figure) return;
    if (figure.hidden) {
      press(one(".having"), false);
      const select = one(".episodes select");
      if (select) select.value = "";
      show();
    }
    all(".found-cut").forEach((other) => other.classList.remove("found-cut"));
    figure.classList.add("found-cut");
    figure.scrollIntoView({ block: "center" });
  }
  one("#strip")?.addEventListener("click", (event) => {
    const link = event.target.closest("a.box");
    if (!link || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    find(link.hash.slice(1));
    one(".name", byId.get(link.hash.slice(1))).focus({ preventScroll: true });
  });
  if (location.hash.startsWith("#cut-")) find(location.hash.slice(1));
})();
