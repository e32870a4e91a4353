// The script of the shell: theme, keys, palette, clocks, a job that is followed, and news. Every page
// reads without it.
const root = document.documentElement;

function kept(name, value) {
  try {
    if (value !== undefined) localStorage.setItem(name, value);
    return localStorage.getItem(name);
  } catch {
    return value ?? null; // storage is switched off: it holds for this page only
  }
}

// What nobody needs to see the page waits until it is seen: the sheets of fonts with thousands of
// letters, whose every rule the first layout would be tried with, clocks, and news.
function afterPaint(work) {
  const seen = "first-contentful-paint";
  if (document.hidden || !PerformanceObserver.supportedEntryTypes?.includes("paint")) {
    setTimeout(work);
    return;
  }
  new PerformanceObserver((told, watching) => {
    if (!told.getEntriesByName(seen).length) return;
    watching.disconnect();
    work();
  }).observe({ type: "paint", buffered: true });
}
afterPaint(() => {
  for (const named of document.querySelectorAll("meta[name='fonts']")) {
    const sheet = document.createElement("link");
    sheet.rel = "stylesheet";
    sheet.href = named.content;
    document.head.append(sheet);
  }
});

// Buttons that need this script are hidden without it.
for (const button of document.querySelectorAll("button:is([data-action], [data-open])")) {
  button.hidden = false;
}

let keysOn = kept("keys") !== "off";
const keysButton = document.querySelector('[data-action="keys"]');
keysButton?.setAttribute("aria-pressed", String(keysOn));

document.addEventListener("click", (event) => {
  const button =
    event.target instanceof Element ? event.target.closest("[data-action], [data-open], [data-press]") : null;
  if (button?.dataset.open) open(button.dataset.open);
  if (button?.dataset.press) {
    document.querySelector(`.rail [data-action="${button.dataset.press}"]`)?.click();
    button.closest("dialog")?.close();
  }
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

// Ctrl K opens the palette, ? the list of keys, / goes to the search field, and g then a letter to a
// system. Never while somebody types or composes (Japanese). A letter counts by its place on the
// keyboard where the layout that is switched on has no Latin one (Ukrainian).
const WRITABLE = "input, textarea, select, [contenteditable]";
const places = {};
for (const link of document.querySelectorAll(".rail [aria-keyshortcuts^='g ']")) {
  places[link.getAttribute("aria-keyshortcuts").slice(-1)] = link.getAttribute("href");
}
function letter(event) {
  if (/^[\x21-\x7e]$/.test(event.key)) return event.key.toLowerCase();
  return event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : event.key;
}
// A dialog that was just shut still has the focus until the next frame: nobody writes there.
function writing(target) {
  const at = target instanceof Element ? target.closest(`${WRITABLE}, dialog`) : null;
  return at !== null && at.closest("dialog:not([open])") === null;
}
function open(name) {
  const dialog = document.getElementById(name);
  if (!dialog || dialog.open) return;
  for (const other of document.querySelectorAll("dialog[open]")) other.close();
  dialog.showModal();
  if (name === "palette") unfold();
}
let pressedG = -Infinity;
document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229) return;
  const key = letter(event);
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && key === "k") {
    event.preventDefault();
    open("palette");
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || !keysOn) return;
  if (writing(event.target)) return;
  if (key === "g") {
    pressedG = event.timeStamp;
  } else if (event.timeStamp - pressedG < 1500 && Object.hasOwn(places, key)) {
    location.assign(places[key]);
  } else {
    pressedG = -Infinity;
    if (event.key === "?") {
      open("keys");
    } else if (event.key === "/") {
      const find = document.querySelector("main input[type='search']");
      if (!find) return;
      event.preventDefault();
      find.focus();
      find.select();
    }
  }
});

// The palette: systems, actions and what was open before, found by their words in any language.
// What was open is remembered only as long as the window is, each with its marking.
const palette = document.getElementById("palette");
const find = document.getElementById("palette-find");
const entries = document.getElementById("palette-list");
const RECENT = 6;

function opened() {
  try {
    return JSON.parse(sessionStorage.getItem("opened") ?? "[]");
  } catch {
    return [];
  }
}
function remember() {
  const path = location.pathname + location.search;
  if (Object.values(places).includes(path) || "lost" in document.body.dataset) return;
  const title = document.title.replace(/^\(\d+ Z\) /, "").replace(/ · Comity$/, "");
  const others = opened().filter((one) => one.path !== path);
  try {
    const kept = [{ path, title, marking: root.dataset.marking, lang: root.lang }, ...others];
    sessionStorage.setItem("opened", JSON.stringify(kept.slice(0, RECENT + 1)));
  } catch { /* storage is switched off: nothing is remembered */ }
}
function recent(one) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  const said = document.createElement("span");
  const mark = document.createElement("span");
  item.dataset.words = one.title;
  item.dataset.recent = "";
  link.href = one.path;
  said.textContent = one.title;
  said.lang = one.lang;
  mark.className = `tlp tlp-${one.marking}`;
  mark.textContent = `TLP:${one.marking.toUpperCase().replace("AMBERSTRICT", "AMBER+STRICT")}`;
  const icon = entries.querySelector("svg").cloneNode(true);
  const sign = icon.querySelector("use");
  sign.setAttribute("href", sign.getAttribute("href").replace(/#.*/, "#recent"));
  link.append(icon, said, mark);
  item.append(link);
  return item;
}
function shown() {
  return [...entries.querySelectorAll("li:not([hidden])")].map((one) => one.firstElementChild);
}
function sift() {
  const wanted = find.value.trim();
  const words = wanted.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  for (const item of entries.children) {
    if (item.dataset.search) {
      item.hidden = !wanted;
      item.firstElementChild.href =
        item.dataset.search + encodeURIComponent(wanted) + item.dataset.after;
    } else {
      const text = item.dataset.words.toLocaleLowerCase();
      item.hidden = !words.every((word) => text.includes(word));
    }
  }
  const said = document.getElementById("palette-said");
  said.textContent = wanted ? said.dataset.some.replace("%s", shown().length) : "";
}
function unfold() {
  for (const old of entries.querySelectorAll("[data-recent]")) old.remove();
  const here = location.pathname + location.search;
  entries.append(...opened().filter((one) => one.path !== here).slice(0, RECENT).map(recent));
  find.value = "";
  sift();
  find.focus();
}
remember();
find.addEventListener("input", (event) => event.isComposing || sift());
find.addEventListener("compositionend", sift);
palette.addEventListener("click", (event) => event.target === palette && palette.close());
palette.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229) return;
  const all = shown();
  const at = all.indexOf(document.activeElement);
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const next = event.key === "ArrowDown" ? at + 1 : at < 0 ? all.length - 1 : at - 1;
    (all[next] ?? find).focus();
  } else if (event.key === "Enter" && event.target === find) {
    event.preventDefault();
    all[0]?.click();
  } else if (at >= 0 && event.key.length === 1 && event.key !== " " && !event.ctrlKey) {
    find.focus(); // whoever goes on typing goes on in the field
  }
});

// Clocks of the capitals, and what counts down, by this node's clock: in the words of CLDR, as the
// server says them.
const loaded = performance.now();
function now() {
  return Date.parse(document.body.dataset.now) + performance.now() - loaded;
}
function lasting(milliseconds) {
  const minutes = Math.max(1, Math.ceil(Math.abs(milliseconds) / 60000));
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor(minutes / 60) % 24;
  const japanese = root.lang === "ja";
  const parts = [[days, "day"], [hours, "hour"], [minutes % 60, "minute"]];
  const said = parts.slice(0, days > 1 ? 1 : days ? 2 : 3).filter(([count]) => count)
    .map(([count, unit]) => new Intl.NumberFormat(root.lang, {
      style: "unit", unit, unitDisplay: unit === "day" && !japanese ? "long" : "short",
    }).format(count)).join(" ");
  return japanese ? said.replace(/\s/g, "") : said.replace(/ /g, "\u00a0");
}
function tick() {
  const here = now();
  for (const shown of document.querySelectorAll("[data-zone]")) {
    const hours = new Intl.DateTimeFormat("en-GB", {
      hour: "2-digit", minute: "2-digit", timeZone: shown.dataset.zone,
    }).format(here);
    if (shown.textContent !== hours) shown.textContent = hours;
  }
  for (const shown of document.querySelectorAll("[data-until]")) {
    const left = Date.parse(shown.dateTime) - here;
    if (Number.isNaN(left)) continue;
    const words = live.dataset[left < 0 ? "late" : "left"].replace("%s", lasting(left));
    if (shown.textContent !== words) shown.textContent = words;
    shown.classList.toggle("is-past", left < 0);
  }
}

// A job: its bar moves with the server's events, and every tenth of the way is announced once.
const live = document.getElementById("live");
if (document.body.dataset.now) {
  afterPaint(() => {
    tick();
    setInterval(tick, 10_000);
  });
}
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

function typedIn(part) {
  return [...part.querySelectorAll("input, textarea, select")].some((one) =>
    one.matches("select")
      ? [...one.options].some((option) => option.selected !== option.defaultSelected)
        && one.selectedIndex !== 0
      : one.value !== one.defaultValue || one.checked !== one.defaultChecked);
}

function put(old, fresh) {
  if (old.isEqualNode(fresh) || typedIn(old)) return; // nothing that somebody typed is lost
  const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
  for (const open of old.querySelectorAll("details[open][id]")) {
    fresh.querySelector(`#${CSS.escape(open.id)}`)?.setAttribute("open", "");
  }
  old.replaceWith(fresh);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

// Parts that were not there before come where they stand on the fresh page.
function bring(page) {
  for (const part of page.querySelectorAll(":is([data-live], [data-fresh])[id]")) {
    if (document.getElementById(part.id)) continue;
    for (const [way, side] of [["previousElementSibling", "after"], ["nextElementSibling", "before"]]) {
      let beside = part[way];
      while (beside && !(beside.id && document.getElementById(beside.id))) beside = beside[way];
      if (!beside) continue;
      document.getElementById(beside.id)[side](document.importNode(part, true));
      break;
    }
  }
}

// Nothing is put in place of what somebody is pressing just now: the click would be lost.
let pressing = false;
document.addEventListener("pointerdown", () => { pressing = true; }, true);
for (const end of ["pointerup", "pointercancel"]) {
  document.addEventListener(end, () => setTimeout(() => { pressing = false; }), true);
}
async function unpressed() {
  for (let turn = 0; pressing && turn < 40; turn += 1) {
    await new Promise((done) => setTimeout(done, 50));
  }
}

async function refresh() {
  const answer = await fetch(location.href, {
    headers: { Accept: "text/html" },
    signal: AbortSignal.timeout(15_000),
  });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  await unpressed();
  root.dataset.marking = page.documentElement.dataset.marking;
  document.title = page.title;
  bring(page);
  for (const old of document.querySelectorAll("[data-live][id]")) {
    const fresh = page.getElementById(old.id);
    if (fresh) put(old, fresh);
    else if (!typedIn(old)) old.remove();
  }
  document.dispatchEvent(new CustomEvent("fresh", { detail: page })); // forms follow, see forms.js
  tick();
}

let asking = false;
let again = false;
function refreshSoon() {
  if (asking) again = true; // one after another: an answer of before must not come last
  if (asking || fetching !== null) return;
  const wait = Math.max(80, 1000 - (performance.now() - fetched));
  fetching = setTimeout(async () => {
    fetched = performance.now();
    fetching = null;
    asking = true;
    try {
      await refresh();
    } catch { /* the server is away: the page stays as it is until it answers again */ }
    asking = false;
    if (again) {
      again = false;
      refreshSoon();
    }
  }, wait);
}

// Without a connection the page says so, since what it shows may be out of date; the browser tries
// again by itself.
const away = document.getElementById("away");
let leaving = null;
function connected(well) {
  clearTimeout(leaving);
  if (!well) {
    leaving = setTimeout(() => { away.hidden = false; }, 1500); // a page that is left says nothing
  } else if (!away.hidden) {
    away.hidden = true;
    refreshSoon();
  }
}

let stream = null;
let newest = document.body.dataset.news;
function listen() {
  if (!newest || stream) return;
  stream = new EventSource(newest);
  stream.addEventListener("open", () => connected(true));
  stream.addEventListener("error", () => {
    connected(false);
    if (stream?.readyState !== EventSource.CLOSED) return;
    stream = null; // the server answered, and not with news: it is starting
    setTimeout(listen, 3000);
  });
  stream.addEventListener("message", (event) => {
    newest = `${newest.split("?")[0]}?after=${event.lastEventId}`;
    const said = JSON.parse(event.data);
    if (said.length) live.textContent = said.join(" ");
    refreshSoon();
  });
}
afterPaint(listen);

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
