// Saves that the server has not acknowledged yet. They stand in IndexedDB, so that they survive reload, crash and a
// closed browser, and they belong to one attempt: no other attempt ever sends them. Where the browser refuses to keep
// anything they stand in memory alone, and `refused` says so.
const NAME = "frontdesk", STORE = "unsent";

function promise(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function database() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(STORE, { autoIncrement: true }).createIndex("attempt", "attempt");
  };
  return promise(request);
}

// A record is one save: { attempt, n, seq, fields, whole, kept }. fields is what it changes; whole is the question's
// whole answer after it, and is what is sent: saves may overtake one another on the way, and the highest seq wins, so each
// must hold everything. kept resolves to the record's key once it is stored.
export class Queue {
  records = []; // oldest first
  refused = false;

  constructor(attempt) {
    this.attempt = attempt;
  }

  // open reads what an earlier page has left. It never fails.
  async open() {
    try {
      this.db = await database();
      this.db.onversionchange = () => this.db.close(); // somebody signs out and wipes
      const index = this.db.transaction(STORE).objectStore(STORE).index("attempt");
      const [keys, found] = await Promise.all([promise(index.getAllKeys(this.attempt)), promise(index.getAll(this.attempt))]);
      const left = found.map((record, i) => ({ ...record, old: true, kept: Promise.resolve(keys[i]) }));
      this.records.unshift(...left);
    } catch {
      this.refused = true;
    }
    return this;
  }

  add(item, fields) {
    const { n, seq, choice = null, flagged = false, struck = [], confidence = null } = item;
    const record = { attempt: this.attempt, n, seq, fields, whole: { choice, flagged, struck: [...(struck || [])], confidence } };
    this.records.push(record);
    record.kept = this.#store({ ...record });
    return record;
  }

  async #store(record) {
    try {
      return await promise(this.db.transaction(STORE, "readwrite").objectStore(STORE).add(record));
    } catch {
      this.refused = true;
      return undefined;
    }
  }

  // remove forgets a save that the server has answered for good.
  async remove(record) {
    this.records = this.records.filter((r) => r !== record);
    const key = await record.kept;
    if (key === undefined) return;
    try {
      this.db.transaction(STORE, "readwrite").objectStore(STORE).delete(key);
    } catch { /* It is sent again by the next page, and the server knows it by its number. */ }
  }

  // questions is how many questions have a save here that changes something.
  get questions() {
    return new Set(this.records.filter((r) => Object.keys(r.fields).some((f) => f !== "spent_ms")).map((r) => r.n)).size;
  }
}

// wipe erases what waits on this device, of all attempts: at sign-out, and when a guest finishes.
export function wipe() {
  return new Promise((resolve) => {
    try {
      const request = indexedDB.deleteDatabase(NAME);
      request.onsuccess = request.onerror = request.onblocked = resolve;
    } catch {
      resolve();
    }
  });
}
