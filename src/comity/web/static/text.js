// A form that nobody has touched follows what changes on the page; one in which somebody has begun
// to write is left alone, and says so when it is sent.
const touched = new WeakSet();
document.addEventListener("input", (event) => {
  const within = event.target instanceof Element ? event.target.closest("[data-fresh]") : null;
  if (within) touched.add(within);
});

let waiting = null;
async function follow() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const old of document.querySelectorAll("[data-fresh][id]")) {
    const fresh = page.getElementById(old.id);
    if (touched.has(old)) continue;
    if (!fresh) {
      old.remove();
      continue;
    }
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    for (const one of old.querySelectorAll("details[id]")) {
      fresh.querySelector(`#${CSS.escape(one.id)}`)?.toggleAttribute("open", one.open);
    }
    old.replaceWith(fresh);
    if (focused?.id) document.getElementById(focused.id)?.focus({ preventScroll: true });
    else if (focused?.name) fresh.querySelector(`[name="${CSS.escape(focused.name)}"]`)?.focus({ preventScroll: true });
  }
}

// The parts that live are put in place by app.js; each time they were, the forms follow.
const main = document.getElementById("main");
new MutationObserver((changes) => {
  const live = changes.some((one) => [...one.addedNodes].some((node) => node.dataset?.live !== undefined));
  if (!live || waiting !== null) return;
  waiting = setTimeout(async () => {
    waiting = null;
    try {
      await follow();
    } catch { /* the server is away: the forms stay as they are */ }
  }, 60);
}).observe(main, { childList: true, subtree: true });

// What went wrong is shown and read first.
document.getElementById("refused")?.focus();
