// The only hand-written script: theme, keys, and a job that is followed. Every page reads without it.
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

// Ctrl K finds a target; g s leads to Sanctions. Never while somebody types or composes (Japanese).
const WRITABLE = "input, textarea, select, [contenteditable]";
const places = { s: "sanctions" };
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
    location.assign(`/${root.lang}/${places[event.key]}`);
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
