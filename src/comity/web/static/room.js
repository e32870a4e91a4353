// The room: every entry is kept in this browser, under an id of its own, from the moment it is
// written until the node has said that it is on its disk. Whatever comes twice is kept once there.
const room = document.getElementById("room");
const saved = document.getElementById("saved");
const meeting = room?.dataset.meeting ?? saved?.dataset.meeting;
const address = room?.dataset.send ?? saved?.dataset.send;
const PREFIX = `comity.room.${meeting}.`;
const DRAFT = `comity.draft.${meeting}`;
const AT_ONCE = 50;
const LONGEST_WAIT = 15000;

// --- what is kept here

const memory = new Map();
let keeps = true;

function put(key, value) {
  memory.set(key, value);
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    keeps = false; // switched off, or full: it holds for this page only, and the page says so
  }
}

function drop(key) {
  memory.delete(key);
  try {
    localStorage.removeItem(key);
  } catch { /* it was never there */ }
}

// Other windows of this browser write entries too: look at all of them each time.
function unsaved() {
  const found = new Map(memory);
  try {
    for (let place = 0; place < localStorage.length; place += 1) {
      const key = localStorage.key(place);
      if (key.startsWith(PREFIX)) found.set(key, JSON.parse(localStorage.getItem(key)));
    }
  } catch { /* what is in memory is all there is */ }
  return [...found]
    .filter(([key]) => key.startsWith(PREFIX))
    .map(([, kept]) => kept)
    .sort((one, other) => one.written - other.written || one.edit.id.localeCompare(other.edit.id));
}

function kept(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return memory.get(key) ?? null;
  }
}

function fresh() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// --- to the node

const refused = new Map();
let away = false;
let sending = false;
let wait = 1000;
let timer = null;

async function post(edits) {
  return fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify({ edits }),
    signal: AbortSignal.timeout(10000),
  });
}

async function hand(edits) {
  const answer = await post(edits);
  if (answer.ok) {
    const told = await answer.json();
    for (const id of told.saved) drop(PREFIX + id);
    return;
  }
  if (answer.status !== 422) throw new Error(String(answer.status));
  if (edits.length > 1) {
    for (const edit of edits) await hand([edit]); // one that is refused holds up no other
    return;
  }
  const told = await answer.json();
  refused.set(edits[0].id, told.message);
}

async function send() {
  clearTimeout(timer);
  if (sending) return;
  sending = true;
  try {
    let edits = pending();
    const any = edits.length > 0;
    while (edits.length) {
      await hand(edits.slice(0, AT_ONCE));
      edits = pending();
    }
    away = false;
    wait = 1000;
    if (any) await show();
  } catch {
    away = true;
    wait = Math.min(2 * wait, LONGEST_WAIT);
    timer = setTimeout(send, wait);
  } finally {
    sending = false;
    draw();
  }
}

function pending() {
  return unsaved().map((one) => one.edit).filter((edit) => !refused.has(edit.id));
}

addEventListener("online", send);
addEventListener("offline", () => { away = true; draw(); });
addEventListener("storage", draw);
document.addEventListener("visibilitychange", () => document.hidden || send());

// --- what is shown

async function show() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const here = document.activeElement?.id;
  for (const old of document.querySelectorAll("#room-items > li")) {
    const now = [...page.querySelectorAll("#room-items > li")].find(
      (one) => one.dataset.item === old.dataset.item,
    );
    const list = old.querySelector(".entries");
    const fresher = now?.querySelector(".entries");
    if (fresher && !list.isEqualNode(fresher)) list.replaceWith(fresher);
  }
  for (const one of page.querySelectorAll("#room-items > li")) {
    const known = [...document.querySelectorAll("#room-items > li")].some(
      (old) => old.dataset.item === one.dataset.item,
    );
    if (!known) {
      document.getElementById("room-items").lastElementChild.before(one);
      const choice = page.querySelector(`#note-item option[value="${CSS.escape(one.dataset.item)}"]`);
      if (choice) items.lastElementChild.before(choice);
    }
  }
  number();
  ready();
  if (here) document.getElementById(here)?.focus({ preventScroll: true });
}

// Items that are added move the place of those behind them.
function number() {
  document.querySelectorAll("#room-items > li").forEach((one, place) => {
    one.id = `item-${place + 1}`;
    one.querySelector("h2").id = `h-item-${place + 1}`;
    one.querySelector(".entries").id = `entries-${place + 1}`;
  });
}

// Buttons that need this script are hidden without it.
function ready() {
  for (const button of room.querySelectorAll("button[data-do]")) button.hidden = false;
}

function text(parent, tag, words, style) {
  const made = document.createElement(tag);
  made.textContent = words;
  if (style) made.className = style;
  parent.append(made);
  return made;
}

function drawn(one) {
  const { edit } = one;
  const made = document.createElement("li");
  made.className = `entry is-unsaved entry-${edit.sort}`;
  made.id = `p-${edit.id}`;
  made.dataset.unsaved = edit.id;
  const head = text(made, "p", "", "entry-sort");
  text(head, "b", sorts[edit.sort]);
  text(head, "span", room.dataset.unsaved, "badge badge-draft");
  if (edit.struck) text(head, "span", room.dataset.struck);
  const sides = text(made, "div", "", "sides");
  for (const tongue of tongues) {
    const side = text(sides, "p", edit.words[tongue] ?? "");
    side.lang = tongue;
    side.dir = "auto";
  }
  if (edit.sort === "action") {
    text(made, "p", [edit.owner?.toUpperCase(), edit.due].filter(Boolean).join(" · "), "duty");
  }
  if (refused.has(edit.id)) {
    text(made, "p", refused.get(edit.id), "fault");
    const acts = text(made, "p", "", "entry-acts");
    for (const what of ["edit", "discard"]) {
      const button = text(acts, "button", room.dataset[what], "btn btn-s");
      button.type = "button";
      button.dataset.refused = what;
    }
  }
  return made;
}

function said(words, count) {
  saved.querySelector("span").textContent = words.replace("%s", String(count));
}

function draw() {
  const all = unsaved();
  if (!room) {
    saved.hidden = all.length === 0;
    said(saved.dataset.some, all.length);
    return;
  }
  for (const list of room.querySelectorAll("[data-pending]")) {
    const own = all.filter((one) => one.edit.item === list.dataset.pending || (
      !list.dataset.pending && !room.querySelector(`[data-pending="${CSS.escape(one.edit.item)}"]`)
    ));
    list.replaceChildren(...own.map(drawn));
  }
  for (const one of all) {
    document.getElementById(`e-${one.edit.entry}`)?.classList.add("is-being-edited");
  }
  const state = !keeps ? "none" : refused.size ? "refused" : !all.length ? "all" : away ? "away" : "some";
  saved.dataset.state = state;
  const words = saved.dataset[state];
  const count = state === "refused" ? refused.size : all.length;
  if (saved.dataset.said !== state + count) {
    saved.dataset.said = state + count; // a status that is written again is read out again
    said(words, count);
  }
}

if (!room) {
  draw();
  if (unsaved().length) send().then(() => unsaved().length || location.reload());
}

// --- writing

const form = document.getElementById("composer")?.elements;
const composer = document.getElementById("composer");
const items = document.getElementById("note-item"); // not by its name: a form has an `item` already
const sorts = room ? JSON.parse(room.dataset.sorts) : {};
const tongues = room ? JSON.parse(room.dataset.tongues) : [];
const editing = document.getElementById("editing");
let edited = null;

function typed() {
  const words = {};
  for (const tongue of tongues) {
    const written = form[`words_${tongue}`].value.trim();
    if (written) words[tongue] = written;
  }
  const action = form.sort.value === "action";
  return {
    item: items.value,
    sort: form.sort.value,
    words,
    owner: action ? form.owner.value : "",
    due: action ? form.due.value : "",
  };
}

function fill(note) {
  items.value = note.item;
  if (items.selectedIndex < 0) items.value = "";
  document.getElementById(`sort-${note.sort}`).checked = true;
  for (const tongue of tongues) form[`words_${tongue}`].value = note.words[tongue] ?? "";
  form.owner.value = note.owner ?? "";
  form.due.value = note.due ?? "";
  mark();
}

function begin(note) {
  edited = note;
  editing.hidden = note === null;
}

function keepDraft() {
  const now = typed();
  if (Object.keys(now.words).length || edited) put(DRAFT, { ...now, edited });
  else drop(DRAFT);
}

function record(note, base, entry, struck) {
  const edit = { id: fresh(), entry: entry ?? fresh(), base, item: note.item, sort: note.sort };
  edit.words = note.words;
  if (note.owner) edit.owner = note.owner;
  if (note.due) edit.due = note.due;
  if (struck) edit.struck = true;
  edit.at = new Date().toISOString();
  put(PREFIX + edit.id, { written: Date.now(), edit });
  draw();
  send();
}

function keep() {
  const note = typed();
  const fault = document.getElementById("note-fault");
  fault.hidden = Object.keys(note.words).length > 0;
  if (!fault.hidden) {
    fault.querySelector("span").textContent = room.dataset.empty;
    form[`words_${tongues[0]}`].focus();
    return;
  }
  if (note.sort === "item") note.item = "";
  record(note, edited?.base ?? [], edited?.entry, false);
  begin(null);
  const sort = note.sort === "item" ? "decision" : note.sort;
  fill({ item: note.item || items.value, sort, words: {} });
  drop(DRAFT);
  form[`words_${tongues[0]}`].focus();
}

function mark() {
  for (const one of document.querySelectorAll("#room-items > li")) {
    one.classList.toggle("is-now", one.dataset.item === items.value);
  }
}

function step(by) {
  const place = items.selectedIndex + by;
  if (place < 0 || place >= items.options.length) return;
  items.selectedIndex = place;
  mark();
  keepDraft();
  document.querySelector(".room-item.is-now")?.scrollIntoView({ block: "nearest" });
}

// What waits for the node is the newest wording of an entry: an edit of it goes on from there.
function newest(note) {
  const own = unsaved().filter((one) => one.edit.entry === note.entry).at(-1);
  return own ? { ...note, ...own.edit, base: [own.edit.id] } : note;
}

function edit(note) {
  const now = newest(note);
  begin({ entry: now.entry, base: now.base });
  fill(now);
  keepDraft();
  form[`words_${tongues[0]}`].focus();
}

const composing = (event) => event.isComposing || event.keyCode === 229;
const WRITABLE = "input, textarea, select, [contenteditable]";

function keysOn() {
  try {
    return localStorage.getItem("keys") !== "off";
  } catch {
    return true;
  }
}

let pressedG = -Infinity;

function single(event) {
  const sort = { d: "decision", a: "action", r: "remark", i: "item" }[event.key];
  if (sort) {
    document.getElementById(`sort-${sort}`).checked = true;
    form[`words_${tongues[0]}`].focus();
    return true;
  }
  if (event.key !== "j" && event.key !== "k") return false;
  const buttons = [...room.querySelectorAll('button[data-do="edit"]')];
  const place = buttons.indexOf(document.activeElement);
  const next = event.key === "j" ? place + 1 : place < 0 ? buttons.length - 1 : place - 1;
  buttons[Math.max(0, Math.min(next, buttons.length - 1))]?.focus();
  return true;
}

if (room) {
  ready();
  const draft = kept(DRAFT);
  if (draft) {
    fill(draft);
    begin(draft.edited);
  }
  mark();
  draw();
  send();

  composer.addEventListener("submit", (event) => {
    event.preventDefault();
    keep();
  });
  composer.addEventListener("input", () => {
    mark();
    keepDraft();
  });
  document.getElementById("cancel").addEventListener("click", () => {
    begin(null);
    fill({ item: items.value, sort: "decision", words: {} });
    drop(DRAFT);
    form[`words_${tongues[0]}`].focus();
  });
  composer.addEventListener("keydown", (event) => {
    if (composing(event)) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      keep();
    } else if (event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      step(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape") {
      document.querySelector(".room-item.is-now h2")?.focus();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (composing(event) || event.ctrlKey || event.metaKey || event.altKey || !keysOn()) return;
    if (event.target instanceof Element && event.target.closest(`${WRITABLE}, dialog`)) return;
    if (event.key === "g") {
      pressedG = event.timeStamp;
    } else if (event.timeStamp - pressedG > 1500 && single(event)) {
      event.preventDefault();
    }
  });
  room.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    const note = button?.closest("[data-note]");
    if (note && button.dataset.do === "edit") {
      edit(JSON.parse(note.dataset.note));
    } else if (note && button.dataset.do) {
      const one = newest(JSON.parse(note.dataset.note));
      record(one, one.base, one.entry, button.dataset.do === "strike");
    }
    const own = button?.closest("[data-unsaved]")?.dataset.unsaved;
    if (own && button.dataset.refused) {
      const held = unsaved().find((one) => one.edit.id === own);
      drop(PREFIX + own);
      refused.delete(own);
      if (button.dataset.refused === "edit") edit(held.edit);
      draw();
    }
  });
  // The list that the news replace has its buttons hidden again.
  new MutationObserver(ready).observe(document.getElementById("room-items"), {
    childList: true,
    subtree: true,
  });
  addEventListener("beforeunload", (event) => {
    if (!keeps && unsaved().length) event.preventDefault();
  });
}
