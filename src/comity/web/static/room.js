// The room: every entry is kept in this browser, sealed and under an id of its own, from the moment
// it is written until the node has said that it is on its disk. What comes twice is kept once there.
import { all, begin as unseal, drop, forget, get, put, state as sealing } from "./sealed.js";
import { ROOMS, begin as sendFrom, line, older, refused, send } from "./sending.js";

const room = document.getElementById("room");
const saved = document.getElementById("saved");
const meeting = room?.dataset.meeting ?? saved?.dataset.meeting;
const address = room?.dataset.send ?? saved?.dataset.send;
const PREFIX = `${ROOMS}${meeting}.`;
const DRAFT = `comity.draft.${meeting}`;

// --- what is kept here

// Other windows of this browser write entries too; see sealed.js.
function unsaved() {
  return all(PREFIX).sort(older);
}

function fresh() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// --- what is shown

async function show() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  await globalThis.unpressed?.(); // see app.js
  arrange(page);
}

// The agenda may have changed: each item keeps its entries and goes to its place. One that is gone
// stays while somebody writes about it here.
function arrange(page) {
  const here = document.activeElement?.id;
  const list = document.getElementById("room-items");
  const before = [...list.children];
  const known = new Map(before.map((one) => [one.dataset.item, one]));
  const after = [...page.querySelectorAll("#room-items > li")].map((fresh) => {
    const old = known.get(fresh.dataset.item);
    known.delete(fresh.dataset.item);
    if (!old) return fresh;
    for (const part of ["header", ".entries:not(.pending)"]) {
      const [was, now] = [old, fresh].map((one) => one.querySelector(part));
      if (!now) continue; // the news have put it in place already
      if (!was) old.querySelector("header").after(now);
      else if (!was.isEqualNode(now)) was.replaceWith(now);
    }
    return old;
  });
  for (const one of known.values()) {
    if (one.querySelector(".is-unsaved") || one.dataset.item === items.value) after.splice(-1, 0, one);
    else one.remove();
  }
  if (after.some((one, place) => list.children[place] !== one)) list.append(...after);
  const chosen = items.value;
  const choices = [...page.querySelectorAll("#note-item option")];
  if (choices.every((one) => one.value !== chosen)) {
    choices.splice(-1, 0, items.selectedOptions[0]);
  }
  items.replaceChildren(...choices);
  items.value = chosen;
  mark();
  ready();
  draw();
  if (here) document.getElementById(here)?.focus({ preventScroll: true });
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

function warn() {
  const lost = document.getElementById("lost");
  document.getElementById("unsealed").hidden = sealing.sealing;
  document.getElementById("forget-here").hidden = !all("comity.").length && !sealing.lost;
  lost.hidden = !sealing.lost;
  lost.querySelector("span").textContent = lost.dataset.some.replace("%s", String(sealing.lost));
}

function draw() {
  const own = unsaved();
  warn();
  if (!room) {
    saved.hidden = own.length === 0;
    said(saved.dataset.some, own.length);
    return;
  }
  for (const list of room.querySelectorAll("[data-pending]")) {
    const here = own.filter((one) => one.edit.item === list.dataset.pending || (
      !list.dataset.pending && !room.querySelector(`[data-pending="${CSS.escape(one.edit.item)}"]`)
    ));
    list.replaceChildren(...here.map(drawn));
  }
  for (const one of own) {
    document.getElementById(`e-${one.edit.entry}`)?.classList.add("is-being-edited");
  }
  const denied = own.filter((one) => refused.has(one.edit.id)).length;
  const state = !sealing.keeps ? "none"
    : denied ? "refused" : !own.length ? "all" : line.away ? "away" : "some";
  saved.dataset.state = state;
  const words = saved.dataset[state];
  const count = state === "refused" ? denied : own.length;
  if (saved.dataset.said !== state + count) {
    saved.dataset.said = state + count; // a status that is written again is read out again
    said(words, count);
  }
}

sendFrom({ address, meeting, sent: () => room && show(), tell: draw });
if (!room) {
  unseal(draw).then(async () => {
    draw();
    if (!unsaved().length) return;
    await send();
    if (!unsaved().length) location.reload();
  });
}

// --- writing

const form = document.getElementById("composer")?.elements;
const composer = document.getElementById("composer");
const items = document.getElementById("note-item"); // not by its name: a form has an `item` already
const sorts = room ? JSON.parse(room.dataset.sorts) : {};
const tongues = room ? JSON.parse(room.dataset.tongues) : [];
const editing = document.getElementById("editing");
let edited = null;
let restored = false;

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

// What an earlier page left unfinished stands before what was typed while it was unsealed.
function restore() {
  const draft = get(DRAFT);
  if (draft) {
    const now = typed().words;
    const words = Object.fromEntries(tongues.map((one) => [
      one, [...new Set([draft.words[one], now[one]])].filter(Boolean).join("\n"),
    ]));
    fill({ ...draft, words });
    begin(draft.edited);
  }
  restored = true;
  keepDraft();
}

function keepDraft() {
  if (!restored) return;
  const now = typed();
  if (Object.keys(now.words).length || edited) put(DRAFT, { ...now, edited });
  else if (get(DRAFT)) drop(DRAFT);
}

function record(note, base, entry, struck) {
  const edit = { id: fresh(), entry: entry ?? fresh(), base, item: note.item, sort: note.sort };
  edit.words = note.words;
  if (note.owner) edit.owner = note.owner;
  if (note.due) edit.due = note.due;
  if (struck) edit.struck = true;
  edit.at = new Date().toISOString();
  put(PREFIX + edit.id, { written: Date.now(), meeting, edit });
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

// A letter counts by its place on the keyboard where the layout has no Latin one (Ukrainian).
function letter(event) {
  if (/^[\x21-\x7e]$/.test(event.key)) return event.key;
  return event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : event.key;
}

function single(event) {
  const key = letter(event);
  const sort = { d: "decision", a: "action", r: "remark", i: "item" }[key];
  if (sort) {
    document.getElementById(`sort-${sort}`).checked = true;
    form[`words_${tongues[0]}`].focus();
    return true;
  }
  if (key !== "j" && key !== "k") return false;
  const buttons = [...room.querySelectorAll('button[data-do="edit"]')];
  const place = buttons.indexOf(document.activeElement);
  const next = key === "j" ? place + 1 : place < 0 ? buttons.length - 1 : place - 1;
  buttons[Math.max(0, Math.min(next, buttons.length - 1))]?.focus();
  return true;
}

if (room) {
  ready();
  mark();
  unseal(draw).then(() => {
    restore();
    draw();
    send();
  });

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
    const at = event.target instanceof Element ? event.target.closest(`${WRITABLE}, dialog`) : null;
    if (at && !at.closest("dialog:not([open])")) return; // one that was just shut has the focus still
    if (letter(event) === "g") {
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
  document.addEventListener("fresh", (event) => arrange(event.detail)); // the news brought a page
  addEventListener("beforeunload", (event) => {
    if (sealing.busy || (!sealing.keeps && unsaved().length)) event.preventDefault();
  });
}

document.getElementById("forget").addEventListener("close", async (event) => {
  if (event.target.returnValue !== "forget") return;
  event.target.returnValue = "";
  refused.clear();
  const forgotten = forget(); // from here on nothing is held; the storage follows
  if (room) {
    begin(null);
    fill({ item: items.value, sort: "decision", words: {} });
    form[`words_${tongues[0]}`].focus();
  }
  await forgotten;
  draw();
});
