// The clock shows what remains of the time that the server keeps. The device's own clock does not matter: every answer
// of the server sets it anew, and a jump between the two clocks of the device (sleep, a changed date) asks again.
import { keep, kept } from "./room-tools.js";

const LOW = 5 * 60_000; // duration.go has the same figure
const SPOKEN = [30, 10, 5, 1]; // minutes

// written is how a time is shown: whole minutes until five are left, then minutes and seconds.
export function written(ms) {
  if (ms > LOW) {
    const m = Math.round(ms / 60_000);
    if (m < 60) return `${m} min`;
    return m % 60 ? `${Math.floor(m / 60)} h ${m % 60} min` : `${m / 60} h`;
  }
  const s = Math.max(0, Math.floor(ms / 1000));
  return `${Math.floor(s / 60)}:${String(s % 60).padStart(2, "0")}`;
}

// spoken is the same for a screen reader.
export function spoken(ms) {
  const s = Math.max(0, Math.round(ms / 1000)), h = Math.floor(s / 3600), m = Math.floor(s / 60) % 60;
  const part = (n, word) => (n ? `${n} ${word}${n === 1 ? "" : "s"}` : "");
  return [part(h, "hour"), part(m, "minute"), h || m >= 5 ? "" : part(s % 60, "second")].filter(Boolean).join(" ") || "0 seconds";
}

const clockTime = (ms) => new Date(ms).toLocaleTimeString("en-US", { hour: "numeric", minute: "2-digit" });

// A Clock calls zero() when nothing is left, ask() when it cannot trust itself, and say(text) to speak.
export class Clock {
  #end = 0;       // on performance.now()'s scale
  #skew = 0;      // between the device's two clocks, when the server was last heard
  #spoken = new Set();
  #done = false;

  constructor(box, remaining) {
    this.box = box;
    this.left = box.querySelector("#left");
    this.hide = box.querySelector("#hide");
    this.hide.hidden = false;
    this.hide.addEventListener("click", () => {
      this.#show(this.left.hidden);
      keep("fd-clock", this.left.hidden ? "hidden" : "shown");
    });
    if (kept("fd-clock") === "hidden" && remaining > LOW) this.#show(false);
    this.set(remaining, 0);
    for (const m of SPOKEN) if (remaining < m * 60_000) this.#spoken.add(m);
    setInterval(() => this.#tick(), 1000);
  }

  get remaining() {
    return Math.max(0, this.#end - performance.now());
  }

  // set takes what the server says remains; ms is how long its answer took.
  set(remaining, ms) {
    const end = performance.now() + remaining - Math.min(ms, 4000) / 2;
    const more = this.#end ? Math.round((end - this.#end) / 60_000) : 0;
    this.#end = end;
    this.#skew = Date.now() - performance.now();
    if (this.remaining > 0) this.#done = false;
    const ends = document.querySelector("#ends");
    if (ends) ends.textContent = clockTime(Date.now() + this.remaining);
    if (more >= 1) {
      for (const m of SPOKEN) if (remaining > m * 60_000) this.#spoken.delete(m);
      this.say(`You have ${more} more minute${more === 1 ? "" : "s"}. The exam now ends at ${clockTime(Date.now() + this.remaining)}.`, true);
    }
    this.#tick();
  }

  #tick() {
    const remaining = this.remaining, low = remaining <= LOW;
    const text = written(remaining) + " left";
    if (this.left.textContent !== text) this.left.textContent = text;
    if (low && !this.box.classList.contains("low")) this.#show(true); // a hidden clock comes back
    this.box.classList.toggle("low", low);
    for (const m of SPOKEN) {
      if (remaining <= m * 60_000 && remaining > 0 && !this.#spoken.has(m)) {
        this.#spoken.add(m);
        this.say(`${m} minute${m === 1 ? "" : "s"} left`);
      }
    }
    if (Math.abs(Date.now() - performance.now() - this.#skew) > 2000) {
      this.#skew = Date.now() - performance.now();
      this.ask();
    }
    if (remaining === 0 && !this.#done) {
      this.#done = true;
      this.zero();
    }
  }

  #show(on) {
    this.left.hidden = !on;
    this.box.querySelector(".low-icon").hidden = !on;
    this.hide.textContent = on ? "Hide" : "Show time left";
  }

  ask() {}
  zero() {}
  say() {}
}
