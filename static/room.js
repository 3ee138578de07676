// The exam room and the check page. Everything works without this script, as posts of one form; with it every choice is
// sent at once, what cannot be sent waits on this device, and going from question to question needs no network.
//
//   room-queue.js  what waits, in IndexedDB          room-page.js   the question and the map
//   room-send.js   sends it, again and again         room-clock.js  what remains of the time
//   room-line.js   says so in words                  room-tools.js  switches, keys, calculator
//   room-ways.js   what can be done about trouble    room-keys.js   what single letters do
//   room-tab.js    the name of this tab              room-over.js   when the time is over
import { Queue } from "./room-queue.js";
import { Sender } from "./room-send.js";
import { Line, saved, words } from "./room-line.js";
import { Clock } from "./room-clock.js";
import { Over } from "./room-over.js";
import { Page } from "./room-page.js";
import { leaveTab, meet, newTab, takeTab } from "./room-tab.js";
import { calculator, switches } from "./room-tools.js";
import { roomKeys } from "./room-keys.js";
import { ways } from "./room-ways.js";

const $ = (selector) => document.querySelector(selector);
const facts = document.body.dataset;
const path = `/attempts/${facts.attempt}`;

class Room {
  items = new Map();  // what is known of each question, by number
  whole = false;      // all questions are known, so moving needs no network
  over = null;        // what stands in place of the question once the time is over
  answered = Number(facts.answered);
  #since = performance.now(); // since when the question is looked at; 0 while the page is hidden
  #spent = 0;                 // ms on it that no save has carried yet

  constructor(queue) {
    this.queue = queue;
    this.line = new Line($("#save"));
    this.sender = new Sender(queue, path, takeTab());
    this.sender.kept = (record, body, ms) => this.kept(record, body, ms);
    this.sender.lost = (record) => this.lost(record);
    this.sender.state = () => this.tell();
    this.form = $("#question");
    if (this.form) {
      this.page = new Page(Number(this.form.dataset.of));
      const item = this.page.read();
      this.here = item.n;
      this.items.set(item.n, item);
      this.locked = !$("#answers");
    }
    if (facts.remaining !== undefined) this.clock = this.#clock(Number(facts.remaining));
  }

  #clock(remaining) {
    const clock = new Clock($("#clock"), remaining);
    clock.say = (text, shown) => {
      this.say(text);
      if (shown) this.line.quiet(text);
    };
    clock.ask = () => this.sync();
    clock.zero = async () => { // the server may have given more
      await Promise.race([this.sync(), new Promise((done) => setTimeout(done, 3000))]);
      if (clock.remaining === 0) this.timeUp();
    };
    return clock;
  }

  // start listens, puts in place what waits from an earlier page, and asks the server how things stand.
  start() {
    if (this.form && !location.pathname.includes("/items/")) history.replaceState(null, "", `${path}/items/${this.here}`);
    const cameFromHere = document.referrer.startsWith(`${location.origin}${path}/`);
    if (this.form && cameFromHere && !$("[data-focus]")) $("#title").focus();
    const early = this.early();
    this.overlay();
    this.listen();
    for (const input of early) this.changed(input);
    this.tell();
    this.sync();
    this.meet();
    setInterval(() => this.sender.due && this.tell(), 1000);
  }

  // meet sends what waits from an earlier page, unless that page is still there: then the learner is told of it, and
  // chooses which of the two goes on.
  meet() {
    meet(facts.attempt, () => !this.sender.stopped, () => {
      if (!this.form || this.sender.stopped) return;
      this.sender.stopped = "elsewhere";
      this.tell();
    });
    setTimeout(() => this.sender.pump(), 100);
  }

  // early is what was chosen while this script was still on its way: nobody has listened to it yet.
  early() {
    return [...this.form?.querySelectorAll("input[type=radio]:checked") || []].filter((input) => !input.defaultChecked);
  }

  get item() { return this.items.get(this.here); }

  // live reports whether a question stands on the page that can be answered.
  get live() { return Boolean(this.page) && !this.locked && !this.over; }

  // draw shows what is known of the question in place, and the map.
  draw() {
    if (this.live) this.page.state(this.item);
    if (this.page && !this.over) this.page.tiles(this.items, this.here);
  }

  say(text) {
    $("#said").textContent = "";
    setTimeout(() => { $("#said").textContent = text; }, 50);
  }

  // sync asks how the attempt stands: what remains of the time, and what is kept of each question.
  async sync() {
    const begun = performance.now();
    let attempt;
    try {
      const answer = await fetch(path, { headers: { Accept: "application/json" }, redirect: "error", cache: "no-store" });
      if (!answer.ok) return false;
      attempt = await answer.json();
    } catch {
      return false; // what to say about it is learned from the next save
    }
    const ms = performance.now() - begun;
    if (attempt.state !== "open") {
      this.ended(attempt.state);
      return true;
    }
    if (this.clock && attempt.remaining_ms !== null) this.clock.set(attempt.remaining_ms, ms);
    if (!this.over) this.merge(attempt);
    else if (attempt.remaining_ms > 2000) location.reload(); // more time was given
    return true;
  }

  // merge takes the server's word for every question that has nothing newer here.
  merge(attempt) {
    const locked = Array.isArray(attempt.locked) ? attempt.locked : [];
    for (const item of attempt.items) {
      const mine = this.items.get(item.n);
      if (mine && mine.seq > item.seq) Object.assign(item, { seq: mine.seq, choice: mine.choice, flagged: mine.flagged, struck: mine.struck, confidence: mine.confidence });
      item.seen = item.seen || Boolean(mine && mine.seen);
      item.locked = locked.includes(item.n);
      this.items.set(item.n, item);
    }
    this.whole = facts.each === undefined;
    this.overlay();
    this.answered = [...this.items.values()].filter((i) => i.choice).length;
    this.draw();
    this.tell();
  }

  // overlay puts what waits to be sent over what the server has said.
  overlay() {
    for (const { n, seq, fields } of this.queue.records) {
      const item = this.items.get(n);
      if (!item || seq <= item.seq) continue;
      const { spent_ms, ...changed } = fields;
      Object.assign(item, changed, { seq });
    }
    this.draw();
  }

  // save sends a change of the question in place, or, without one, only the time spent on it.
  save(fields) {
    if (!this.live || this.sender.stopped) return;
    const item = this.item;
    Object.assign(item, fields);
    item.seq += 1;
    const record = this.queue.add(item, { ...fields, spent_ms: this.#take() });
    record.kept.then(() => this.sender.trouble && this.tell());
    this.draw();
    this.sender.pump();
    this.tell();
  }

  #take() {
    const now = performance.now();
    const spent = this.#spent + (this.#since ? now - this.#since : 0);
    this.#since = this.#since && now;
    this.#spent = 0;
    return Math.round(spent);
  }

  // kept is the server's answer to a save. Where it keeps something else, another device has gone on; a choice made here
  // and now is made again on top of that, anything older gives way.
  kept(record, body, ms) {
    const item = this.items.get(record.n);
    this.answered = body.answered ?? this.answered;
    if (this.clock && body.remaining_ms !== null && body.remaining_ms !== undefined) this.clock.set(body.remaining_ms, ms);
    if (!item || body.applied || body.seq < item.seq) return;
    const same = ["choice", "flagged", "struck", "confidence"].every((f) => !(f in record.fields) || String(record.fields[f] ?? "") === String(body[f] ?? ""));
    const { choice, flagged, struck, confidence, seq } = body;
    Object.assign(item, { choice, flagged, struck, confidence, seq });
    if (!same && !record.old) {
      const { spent_ms, ...fields } = record.fields;
      Object.assign(item, fields, { seq: seq + 1 });
      this.queue.add(item, fields);
    }
    this.draw();
  }

  // lost is a save that was refused for good: what the server keeps is the truth.
  lost(record) {
    const item = this.items.get(record.n);
    if (item) item.seq = Math.min(item.seq, record.seq - 1);
    this.sync();
  }

  // tell writes the save line.
  tell() {
    const { sender, queue } = this, n = queue.questions;
    if (this.over) return this.over.tell(this.answered, n, sender.late);
    this.page?.lock(sender.stopped !== "");
    const kind = sender.stopped || sender.trouble || sender.notice;
    if (kind) {
      this.troubled = true;
      const seconds = sender.due ? Math.max(1, Math.ceil((sender.due - performance.now()) / 1000)) : 1;
      const alone = n > 0 && queue.refused ? " Keep this page open: this browser keeps them nowhere else." : "";
      return this.line.trouble(kind, words(kind, queue.safe, seconds, sender.at) + alone, ways(this, kind));
    }
    const all = $("#all-saved");
    if (all) all.hidden = n > 0;
    if (!this.page) return this.line.quiet(n ? `${n} ${n === 1 ? "answer has" : "answers have"} not arrived yet. Submitting waits for ${n === 1 ? "it" : "them"}.` : "");
    if (n > 0) {
      clearTimeout(this.slow);
      this.slow = setTimeout(() => this.queue.questions && !this.sender.trouble && this.line.quiet(`Saving ${n} ${n === 1 ? "answer" : "answers"}`), 400);
      return;
    }
    clearTimeout(this.slow);
    if (queue.refused) return this.line.trouble("storage", words("storage"), []);
    if (this.troubled) this.line.good(saved(this.answered)); else this.line.quiet(saved(this.answered));
    this.troubled = false;
  }

  // retry asks whether the site is back, with a save if there is one.
  async retry(pressed = true) {
    await (pressed ? this.sender.now() : this.sender.hurry());
    if (await this.sync() && this.queue.records.length === 0) this.sender.trouble = "";
    this.tell();
  }

  // takeOver goes on here. What was refused or has waited meanwhile is sent under its own numbers, and is not made again
  // over what the other tab has saved since.
  async takeOver() {
    for (const record of this.queue.records) record.old = true;
    this.sender.tab = newTab();
    await this.sync();
    if (this.whole) this.show(this.here, false);
    await this.sender.go(this.sender.tab);
    this.save({}); // from here on the other tab's saves are refused
    this.tell();
  }

  // go moves to another question, in place where all are known, else by a page; and to the other pages once everything
  // has arrived.
  go(to) {
    if (to === "check") return this.leave(() => location.assign(`${path}/check?from=${this.here}`));
    if (to === "leave") return this.leave(() => location.assign("/me"));
    const n = Number(to);
    if (!this.whole) return this.leave(() => location.assign(`${path}/items/${n}`));
    history.pushState({ n }, "", `${path}/items/${n}`);
    this.show(n, true);
  }

  show(n, moved) {
    if (moved) this.visit();
    this.here = n;
    this.page.show(this.item);
    this.page.tiles(this.items, n);
    this.tell();
    if (moved) $("#title").focus();
  }

  // visit sends the time spent on a question that is left, which also makes it seen.
  visit() {
    if (!this.live || this.sender.stopped) return;
    this.item.seen = true;
    this.save({});
  }

  // leave goes to another page once nothing waits; while the site cannot be reached the learner stays here, where
  // everything is kept.
  async leave(go) {
    if (!navigator.onLine) {
      this.sender.trouble = "offline";
      return this.tell();
    }
    this.visit();
    if (this.sender.stopped || await this.sender.flush()) go(); else this.tell();
  }

  listen() {
    this.form?.addEventListener("change", (event) => this.changed(event.target));
    this.form?.addEventListener("submit", (event) => this.submitted(event));
    this.form?.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !event.target.matches("input[type=radio]")) return;
      event.preventDefault(); // Enter chooses and never moves on
      event.target.click();
    });
    for (const form of document.querySelectorAll("form[data-submit]")) {
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.leave(() => form.submit());
      });
    }
    for (const link of document.querySelectorAll(".checking a, a[data-leave]")) {
      link.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        this.leave(() => location.assign(link.href));
      });
    }
    addEventListener("popstate", () => {
      const n = Number(location.pathname.split("/items/")[1]);
      if (this.whole && this.items.has(n)) this.show(n, true); else if (this.page) location.reload();
    });
    addEventListener("online", () => this.retry(false));
    addEventListener("offline", () => {
      this.sender.trouble = this.sender.trouble || "offline";
      this.tell();
    });
    document.addEventListener("visibilitychange", () => this.visibility());
    addEventListener("pagehide", () => this.away());
    addEventListener("pageshow", (event) => event.persisted && location.reload());
    roomKeys(this);
  }

  visibility() {
    const now = performance.now();
    if (document.hidden) {
      if (this.#since) this.#spent += now - this.#since;
      this.#since = 0;
      return;
    }
    this.#since = now;
    this.sync();
    if (this.queue.records.length > 0) this.sender.hurry();
  }

  away() {
    this.sender.burst();
    leaveTab(this.sender.tab);
  }

  changed(input) {
    if (input.name === "confidence") return this.save({ confidence: input.value });
    if (input.name !== "choice") return;
    const struck = this.item.struck || [];
    if (struck.includes(input.value)) {
      this.save({ choice: input.value, struck: struck.filter((id) => id !== input.value) });
    } else this.save({ choice: input.value });
  }

  // submitted does what the pressed button of the question's form says.
  submitted(event) {
    const button = event.submitter || $("#first");
    if (button.id === "check") {
      event.preventDefault();
      this.form.elements.tab.value = this.sender.tab;
      return this.leave(() => {
        this.form.action = button.formAction;
        this.form.submit();
      });
    }
    if (this.locked && button.name === "flag") return; // the form's own way: a locked question takes no saves
    event.preventDefault();
    switch (button.name) {
      case "go": return this.go(button.value);
      case "flag": return this.save({ flagged: !this.item.flagged });
      case "clear": return this.save({ choice: null, confidence: null });
      default: return this.strike(button.value);
    }
  }

  strike(id) {
    const struck = this.item.struck || [];
    this.save({ struck: struck.includes(id) ? struck.filter((s) => s !== id) : [...struck, id] });
  }

  // timeUp replaces the question. It submits nothing: it sends what waits.
  async timeUp() {
    if (this.over) return;
    this.visit();
    this.over = new Over("Time is up", path);
    await this.sender.flush();
    this.tell();
  }

  ended(state) {
    if (this.over) return this.tell();
    if (state !== "void" && this.clock && this.clock.remaining === 0) return this.timeUp();
    this.sender.stopped = "closed";
    this.tell();
  }
}

document.documentElement.dataset.script = "";
switches();
calculator();
new Room(await Queue.room(facts.attempt, facts.whose.split(" ")).open()).start();
