// The only hand-written script: theme, keys, a job that is followed, and news. Every page reads
// without it.
const root = document.documentElement;

function kept(name, value) {
  try {
    if (value !== undefined) localStorage.setItem(name, value);
    return localStorage.getItem(name);
  } catch {
    return value ?? null; // storage is switched off: it holds for this page only
  }
}

// Buttons that need this script are hidden without it.
for (const button of document.querySelectorAll("button[data-action]")) button.hidden = false;

let keysOn = kept("keys") !== "off";
const keysButton = document.querySelector('[data-action="keys"]');
keysButton?.setAttribute("aria-pressed", String(keysOn));

document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("[data-action]") : null;
  if (button?.dataset.action === "theme") {
    const dark = root.dataset.theme
      ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    kept("theme", root.dataset.theme);
  }
  if (button?.dataset.action === "keys") {
    keysOn = !keysOn;
    kept("keys", keysOn ? "on" : "off");
    button.setAttribute("aria-pressed", String(keysOn));
  }
});

// Ctrl K finds a target; g t, g s and g n lead to Traffic, Sanctions and the node. Never while
// somebody types or composes (Japanese).
const WRITABLE = "input, textarea, select, [contenteditable]";
const places = {};
for (const link of document.querySelectorAll(".rail [aria-keyshortcuts]")) {
  places[link.getAttribute("aria-keyshortcuts").slice(-1)] = link.getAttribute("href");
}
let pressedG = -Infinity;
document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229) return;
  if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
    const find = document.getElementById("find");
    if (!find || !find.offsetParent) return;
    event.preventDefault();
    find.focus();
    find.select();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || !keysOn) return;
  if (event.target instanceof Element && event.target.closest(WRITABLE)) return;
  if (event.key === "g") {
    pressedG = event.timeStamp;
  } else if (event.timeStamp - pressedG < 1500 && Object.hasOwn(places, event.key)) {
    location.assign(places[event.key]);
  } else {
    pressedG = -Infinity;
  }
});

// A job: its bar moves with the server's events, and every tenth of the way is announced once.
const live = document.getElementById("live");
for (const job of document.querySelectorAll("[data-events]")) {
  const part = (name) => job.querySelector(`[data-job="${name}"]`);
  let announced = Math.floor(part("bar").value / 10);
  const events = new EventSource(job.dataset.events);
  events.addEventListener("error", () => {
    // The server knows the job no longer: show what there is now instead of waiting for ever.
    if (events.readyState === EventSource.CLOSED) location.reload();
  });
  events.addEventListener("message", (event) => {
    const news = JSON.parse(event.data);
    part("bar").value = news.percent;
    part("percent").textContent = news.shown;
    part("text").textContent = news.text;
    const tenth = Math.floor(news.percent / 10);
    if (tenth > announced) {
      announced = tenth;
      live.textContent = news.said;
    }
    if (news.state === "running") return;
    events.close();
    const then = job.closest("[data-then]")?.dataset.then;
    if (news.state === "done" && then) location.assign(then);
    else location.reload();
  });
}

// News: what changed on the server is fetched as this same page, and the parts of it that live are
// put in place of the old ones. Focus stays where it is, and what a person opened stays open.
let fetched = performance.now();
let fetching = null;

function put(old, fresh) {
  if (old.isEqualNode(fresh)) return;
  const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
  for (const open of old.querySelectorAll("details[open][id]")) {
    fresh.querySelector(`#${CSS.escape(open.id)}`)?.setAttribute("open", "");
  }
  old.replaceWith(fresh);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

async function refresh() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  root.dataset.marking = page.documentElement.dataset.marking;
  document.title = page.title;
  for (const old of document.querySelectorAll("[data-live][id]")) {
    const fresh = page.getElementById(old.id);
    if (fresh) put(old, fresh);
  }
}

function refreshSoon() {
  if (fetching !== null) return;
  const wait = Math.max(80, 1000 - (performance.now() - fetched));
  fetching = setTimeout(async () => {
    fetched = performance.now();
    fetching = null;
    try {
      await refresh();
    } catch { /* the server is away: the page stays as it is until it answers again */ }
  }, wait);
}

let stream = null;
let newest = document.body.dataset.news;
function listen() {
  if (!newest || stream) return;
  stream = new EventSource(newest);
  stream.addEventListener("message", (event) => {
    newest = `${newest.split("?")[0]}?after=${event.lastEventId}`;
    const said = JSON.parse(event.data);
    if (said.length) live.textContent = said.join(" ");
    refreshSoon();
  });
}
listen();

// A browser keeps few connections to one server: a page that nobody sees gives its own up, unless
// it is the list of messages.
document.addEventListener("visibilitychange", () => {
  if (!newest) return;
  if (document.hidden && !document.getElementById("boxes")) {
    stream?.close();
    stream = null;
  } else if (!document.hidden && !stream) {
    listen();
    refreshSoon();
  }
});
const every = Number(document.body.dataset.refresh);
if (every) setInterval(() => document.hidden || refreshSoon(), every * 1000);
