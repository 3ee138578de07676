// Sends saves, one after the other in the order in which they were made, and says what has become of each. What fails
// waits and is tried again: after the pause that the server asks for, else after a growing one, and at once when the
// browser is back on a network.
const PATIENCE = 15_000;                 // ms until a request counts as unanswered
const PAUSES = [2, 4, 8, 15, 30, 60];    // seconds between tries

// put sends one save. Its answer is { kind, body, wait }: "kept" with what the server keeps, or a kind of trouble.
async function put(url, body) {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), PATIENCE);
  let answer, json = null;
  try {
    answer = await fetch(url, {
      method: "PUT", keepalive: true, redirect: "manual", signal: control.signal,
      headers: { "Content-Type": "application/json", Accept: "application/json" }, body: JSON.stringify(body),
    });
    if ((answer.headers.get("Content-Type") || "").includes("json")) json = await answer.json();
  } catch {
    return { kind: navigator.onLine ? "silent" : "offline" };
  } finally {
    clearTimeout(timer);
  }
  return { kind: kindOf(answer, json), body: json, wait: retryAfter(answer) };
}

// kindOf goes by the status; a page where JSON was asked for comes from a network that wants a sign-in of its own.
function kindOf(answer, json) {
  const code = json && json.error && json.error.code;
  if (answer.status === 429 || answer.status === 503) return "busy";
  if (answer.status === 413) return "large";
  if (answer.status >= 500 && answer.status !== 511) return "broken";
  if (!json) return "portal";
  if (answer.ok) return "kept";
  if (answer.status === 401) return "signed-out";
  if (answer.status === 403 || answer.status === 404) return "other";
  if (answer.status === 409) return { closed: "closed", taken_over: "taken" }[code] || "locked";
  return "refused";
}

// retryAfter is a pause in seconds, whether the header gives seconds or a date; a date is measured by the site's own
// clock, for the device's may be hours off.
function retryAfter(answer) {
  const header = answer.headers.get("Retry-After");
  if (!header) return 0;
  const now = Date.parse(answer.headers.get("Date")) || Date.now();
  const seconds = Number.isNaN(Number(header)) ? (Date.parse(header) - now) / 1000 : Number(header);
  return Math.max(0, Math.ceil(seconds)) || 0;
}

// A Sender empties a queue. It calls kept(record, body, ms) for each acknowledged save, with the time its request took,
// lost(record) for one that is refused for good, and state() after every change.
export class Sender {
  trouble = "";   // a kind of put that lasts until a save gets through, or ""
  notice = "";    // large, locked or refused: a save was lost, which a reload shows
  stopped = "";   // closed, taken, other, or elsewhere (a second tab that nobody has chosen yet): nothing is sent any more
  at = 0;         // when the server says the stop happened, ms since 1970; 0 if it does not
  late = 0;       // saves that the server has kept as too late
  due = 0;        // performance.now() of the next try; 0 for none
  #sending = false;
  #tries = 0;
  #timer = 0;
  #asked = false; // the pause is one that the site has asked for

  constructor(queue, path, tab) {
    this.queue = queue;
    this.path = path;
    this.tab = tab;
  }

  kept() {}
  lost() {}
  state() {}

  #body(record) {
    return { seq: record.seq, tab: this.tab, ...record.whole, ...record.fields };
  }

  #url(record) {
    return `${this.path}/items/${record.n}`;
  }

  // pump sends what waits, unless a pause is running. It comes back when all is sent or trouble begins.
  async pump() {
    if (this.#sending || this.#timer || (this.stopped && this.stopped !== "closed")) return;
    this.#sending = true;
    while (this.queue.records.length > 0) {
      const record = this.queue.records[0], begun = performance.now();
      const answer = await put(this.#url(record), this.#body(record));
      const took = performance.now() - begun;
      await record.kept; // what is said of trouble says how many answers are safe here
      if (!this.#settle(record, answer, took)) break;
    }
    this.#sending = false;
    this.state();
  }

  // settle works an answer off and tells whether to go on with the next save.
  #settle(record, answer, ms) {
    switch (answer.kind) {
      case "kept":
        this.#tries = 0;
        this.trouble = "";
        this.queue.remove(record);
        this.kept(record, answer.body, ms);
        this.state();
        return true;
      case "closed": // the server keeps it as late, so the others are sent too
        this.#stop("closed", answer);
        if (Object.keys(record.fields).some((f) => f !== "spent_ms")) this.late += 1;
        this.queue.remove(record);
        return true;
      case "taken":
      case "other":
        this.#stop(answer.kind, answer);
        return false;
      case "locked":
      case "large":
      case "refused":
        this.notice = answer.kind;
        this.queue.remove(record);
        this.lost(record);
        return true;
    }
    this.trouble = answer.kind;
    this.#pause(answer.wait);
    return false;
  }

  #stop(kind, answer) {
    this.stopped = this.trouble = kind;
    this.at = (answer.body && answer.body.error && answer.body.error.at) || this.at;
  }

  #pause(seconds) {
    const pause = (seconds || PAUSES[Math.min(this.#tries++, PAUSES.length - 1)]) * 1000 * (1 + Math.random() / 10);
    this.#asked = seconds > 0;
    this.due = performance.now() + pause;
    this.#timer = setTimeout(() => this.now(), pause);
  }

  // hurry tries again at once, unless the site has asked for a pause: the network is back, or the learner is.
  hurry() {
    return this.#timer && this.#asked ? undefined : this.now();
  }

  // now tries again at once, because somebody has pressed a button.
  now() {
    clearTimeout(this.#timer);
    this.#timer = this.due = 0;
    return this.pump();
  }

  // flush sends what waits and tells whether all of it is acknowledged.
  async flush() {
    await this.now();
    for (let i = 0; this.#sending && i < 200; i++) await new Promise((done) => setTimeout(done, 100));
    return this.queue.records.length === 0;
  }

  // go takes this attempt over from another tab.
  go(tab) {
    this.tab = tab;
    this.stopped = this.trouble = "";
    return this.now();
  }

  // burst sends everything at once without waiting for answers, when the page goes away. The next page asks again.
  burst() {
    if (this.stopped) return;
    for (const record of this.queue.records.slice(this.#sending ? 1 : 0)) {
      put(this.#url(record), this.#body(record));
    }
  }
}
