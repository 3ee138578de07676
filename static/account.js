// Before somebody signs out, hands a guest's work over or finishes on this computer, what waits in this browser is dealt
// with: data-send names the people whose answers are sent first, as long as the session is still theirs; data-wipe those
// whose answers are erased then, so that the next person finds none of them. Where something cannot be sent the form
// stays, and says so: to erase it takes a press of its own.
import { Queue, attempts, wipe } from "./room-queue.js";
import { Sender } from "./room-send.js";

const tags = (text) => (text ? text.split(" ") : []);

// unsent sends what waits of these people, and is how many questions still wait.
async function unsent(whose) {
  let waiting = 0;
  for (const attempt of await attempts(whose)) {
    const queue = await new Queue(attempt, whose).open();
    const sender = new Sender(queue, `/attempts/${attempt}`, "");
    if (!await sender.flush() && sender.stopped !== "other") waiting += queue.questions;
  }
  return waiting;
}

function make(tag, properties) {
  return Object.assign(document.createElement(tag), properties);
}

// A Leaving is one form. Its note is what stands below it while something keeps it here.
class Leaving {
  constructor(form) {
    this.form = form;
    this.note = make("p", { className: "row" });
    this.note.setAttribute("role", "alert");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.leave();
    });
  }

  async leave() {
    if (this.busy) return;
    this.busy = true;
    const n = await unsent(tags(this.form.dataset.send));
    this.busy = false;
    if (n > 0) return this.stay(n);
    await this.erase();
  }

  async erase() {
    if (this.form.dataset.wipe) await wipe(tags(this.form.dataset.wipe));
    this.form.submit();
  }

  stay(n) {
    const them = n === 1 ? "1 answer" : `${n} answers`;
    this.note.replaceChildren(make("span", { textContent: `${them} of an open exam ${n === 1 ? "has" : "have"} not arrived yet. Try again in a moment.` }));
    this.form.append(this.note);
    if (!this.form.dataset.wipe) return;
    const erase = make("button", { type: "button", textContent: `Sign out and erase ${them}` });
    erase.addEventListener("click", () => this.erase());
    this.note.append(erase);
  }
}

for (const form of document.querySelectorAll("form[data-send], form[data-wipe]")) new Leaving(form);
