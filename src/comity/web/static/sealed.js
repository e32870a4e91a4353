// Sealed: what waits in this browser, kept so that whoever copies its files reads nothing of it.
// Each value lies in localStorage under AES-GCM, bound to its name. The key lies in IndexedDB, where
// no script can take it out; it goes with the last value, and what old bytes a disk still has then
// opens nobody any more. All of it is in memory too, so that reading never waits.
const MARK = "sealed:";
const LOCK = "comity.sealed"; // windows of this browser seal and clear one after another
const OPEN = "comity.open"; // each of them holds this while it is open
const SUBTLE = globalThis.isSecureContext ? crypto.subtle : undefined;
const memory = new Map();
const lost = new Set();
const queued = new Set();
const waiting = new Set();
let heard = () => {};

export const state = {
  sealing: SUBTLE !== undefined, // false: values lie here readable, and the page says so
  keeps: true, // false: they are in this page's memory only
  get lost() { return lost.size; }, // values whose key is gone
  get busy() { return waiting.size > 0; },
};

const ours = (name) => name.startsWith("comity.room.") || name.startsWith("comity.draft.");

function names() {
  try {
    return Object.keys(localStorage).filter(ours);
  } catch {
    return []; // storage is switched off
  }
}

// --- the key

function keys(mode, ask) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("comity", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("keys");
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const work = opening.result.transaction("keys", mode);
      const asked = ask(work.objectStore("keys"));
      work.oncomplete = () => { opening.result.close(); resolve(asked.result); };
      work.onabort = () => { opening.result.close(); reject(work.error); };
    };
  });
}

let held = null;

async function kept() {
  held ??= (await keys("readonly", (store) => store.get("room"))) ?? null;
  return held;
}

async function key() {
  if (await kept()) return held;
  const made = await SUBTLE.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  await keys("readwrite", (store) => store.put(made, "room"));
  held = made;
  return held;
}

// --- one value

const letters = new TextEncoder();
const bound = (name, iv) => ({ name: "AES-GCM", iv, additionalData: letters.encode(name) });

async function sealed(name, value) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const text = letters.encode(JSON.stringify(value));
  const inside = new Uint8Array(await SUBTLE.encrypt(bound(name, iv), await key(), text));
  return MARK + btoa(Array.from([...iv, ...inside], (byte) => String.fromCharCode(byte)).join(""));
}

async function opened(name, value) {
  if (!value.startsWith(MARK)) return JSON.parse(value);
  const bytes = Uint8Array.from(atob(value.slice(MARK.length)), (one) => one.charCodeAt(0));
  const iv = bytes.subarray(0, 12);
  const text = await SUBTLE.decrypt(bound(name, iv), await kept(), bytes.subarray(12));
  return JSON.parse(new TextDecoder().decode(text));
}

function alone(work) {
  return navigator.locks ? navigator.locks.request(LOCK, work) : work();
}

async function write(name) {
  queued.delete(name);
  if (!memory.has(name)) return; // dropped meanwhile
  const value = memory.get(name);
  const shut = SUBTLE ? await sealed(name, value) : JSON.stringify(value);
  if (memory.has(name)) localStorage.setItem(name, shut);
}

async function clear(name) {
  if (!memory.has(name)) localStorage.removeItem(name);
  await forgetKey();
}

// Another window may have sealed something that this one does not see yet: then the key stays.
async function forgetKey() {
  if (!SUBTLE || names().length) return;
  const locks = await navigator.locks.query();
  if (locks.held.filter((one) => one.name === OPEN).length < 2) {
    held = null;
    await keys("readwrite", (store) => store.delete("room"));
  }
}

async function later(work, name) {
  const job = Symbol(name);
  waiting.add(job);
  try {
    await alone(() => work(name));
  } catch {
    if (work === write) state.keeps = false; // switched off, full, or without a store for keys
  } finally {
    waiting.delete(job);
  }
  heard();
}

// --- what a page does

export function put(name, value) {
  memory.set(name, value);
  if (queued.has(name)) return;
  queued.add(name);
  later(write, name);
}

export function drop(name) {
  memory.delete(name);
  lost.delete(name);
  return later(clear, name);
}

export function get(name) {
  return memory.get(name) ?? null;
}

export function all(prefix) {
  return [...memory].filter(([name]) => name.startsWith(prefix)).map(([, value]) => value);
}

// Takes in what an earlier page, or another window, has left here; what lies readable is sealed.
async function take(name) {
  const value = localStorage.getItem(name);
  if (value === null) return;
  try {
    memory.set(name, await opened(name, value));
    lost.delete(name);
  } catch {
    lost.add(name);
    return;
  }
  if (SUBTLE && !value.startsWith(MARK)) put(name, memory.get(name));
}

// Gives up everything that is not sent, of every meeting.
export async function forget() {
  const gone = new Set([...memory.keys(), ...lost, ...names()]);
  memory.clear();
  lost.clear();
  for (const name of gone) await drop(name);
}

// Reads what is here, and tells from now on when anything changed.
export async function begin(tell) {
  heard = tell;
  addEventListener("storage", async ({ key: name, newValue }) => {
    if (name === null) memory.clear();
    else if (!ours(name)) return;
    else if (newValue === null) { memory.delete(name); lost.delete(name); }
    else await take(name);
    heard();
  });
  navigator.locks?.request(OPEN, { mode: "shared" }, () => new Promise(() => {}));
  try {
    await alone(async () => {
      await Promise.all(names().filter((name) => !memory.has(name)).map(take));
      await forgetKey();
    });
  } catch {
    state.keeps = false; // the store of keys is switched off
  }
}
