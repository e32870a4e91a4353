// A form that nobody has touched follows what changes on the page; one in which somebody has begun
// to write is left alone, and says so when it is sent.
const touched = new WeakSet();
document.addEventListener("input", (event) => {
  const within = event.target instanceof Element ? event.target.closest("[data-fresh]") : null;
  if (within) touched.add(within);
});

document.addEventListener("fresh", ({ detail: page }) => {
  for (const old of document.querySelectorAll("[data-fresh][id]")) {
    const fresh = page.getElementById(old.id);
    if (touched.has(old)) continue;
    if (!fresh) {
      old.remove();
      continue;
    }
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    // Who has read one text must not sign another: the old form stays, and is refused when it is sent.
    if (old.dataset.text && old.dataset.text !== fresh.dataset.text && old.querySelector("form")) continue;
    for (const one of old.querySelectorAll("details[id]")) {
      fresh.querySelector(`#${CSS.escape(one.id)}`)?.toggleAttribute("open", one.open);
    }
    if (old.matches("details")) fresh.toggleAttribute("open", old.open);
    old.replaceWith(fresh);
    if (focused?.id) document.getElementById(focused.id)?.focus({ preventScroll: true });
    else if (focused?.name) fresh.querySelector(`[name="${CSS.escape(focused.name)}"]`)?.focus({ preventScroll: true });
  }
});

// What went wrong is shown and read first.
document.getElementById("refused")?.focus();
