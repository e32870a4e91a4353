// Sending: hands what waits in this browser to the node, the oldest first, until the node says that
// it is on its disk. What another meeting left here goes too: nobody may open its room again.
import { all, drop } from "./sealed.js";

export const ROOMS = "comity.room.";
const AT_ONCE = 50;
const LONGEST_WAIT = 15000;

export const refused = new Map(); // by the id of an edit, why
export const line = { away: false };

let page = null;
let sending = false;
let wait = 1000;
let timer = null;

export function older(one, other) {
  return one.written - other.written || one.edit.id.localeCompare(other.edit.id);
}

function pending() {
  return all(ROOMS).filter((one) => !refused.has(one.edit.id)).sort(older);
}

async function hand(edits, meeting) {
  const answer = await fetch(page.address.replace(page.meeting, meeting), {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify({ edits }),
    signal: AbortSignal.timeout(10000),
  });
  if (answer.ok) {
    const told = await answer.json();
    for (const id of told.saved) drop(`${ROOMS}${meeting}.${id}`);
    return;
  }
  if (answer.status !== 422) throw new Error(String(answer.status));
  if (edits.length > 1) {
    for (const edit of edits) await hand([edit], meeting); // one that is refused holds up no other
    return;
  }
  const told = await answer.json();
  refused.set(edits[0].id, told.message);
}

export async function send() {
  clearTimeout(timer);
  if (sending) return;
  sending = true;
  try {
    let left = pending();
    do { // what is written while the page is drawn anew goes too
      const any = left.length > 0;
      while (left.length) {
        const [{ meeting }] = left;
        const own = left.filter((one) => one.meeting === meeting).slice(0, AT_ONCE);
        await hand(own.map((one) => one.edit), meeting);
        left = pending();
      }
      line.away = false;
      wait = 1000;
      if (any) await page.sent();
      left = pending();
    } while (left.length);
  } catch {
    line.away = true;
    wait = Math.min(2 * wait, LONGEST_WAIT);
    timer = setTimeout(send, wait);
  } finally {
    sending = false;
    page.tell();
  }
}

// `address` takes entries of `meeting`; `sent` is called when some were taken, `tell` at any change.
export function begin(how) {
  page = how;
  addEventListener("online", send);
  addEventListener("offline", () => { line.away = true; page.tell(); });
  document.addEventListener("visibilitychange", () => document.hidden || send());
}
