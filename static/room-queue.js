// Saves that the server has not acknowledged yet. They stand in IndexedDB, so that they survive reload, crash and a
// closed browser. Each belongs to one attempt and one person: no other attempt takes them over, and nothing sends them
// for anybody else. Where the browser refuses to keep anything they stand in memory alone, and `refused` says so.
//
// The person is a tag that the server gives to its pages (data-whose): the own tag first, then those of guests whose
// work this person has taken over. A guest's rows so pass to the member who is now the owner of the attempt, whichever
// page comes first after the merge; making an account leaves person and tag as they are.
const NAME = "frontdesk", STORE = "unsent", VERSION = 2;

// NOBODY is the tag of rows that version 1 has left, which knew attempts alone. Only the room of their attempt takes
// them, for the server shows that to its owner and to nobody else.
const NOBODY = "";

function promise(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function database() {
  const request = indexedDB.open(NAME, VERSION);
  request.onupgradeneeded = ({ oldVersion }) => (oldVersion ? migrate(request.transaction) : create(request.result));
  return new Promise((resolve, reject) => {
    promise(request).then((db) => {
      db.onversionchange = () => db.close(); // a page of a newer version opens it
      resolve(db);
    }, reject);
    request.onblocked = () => { // a tab that is asleep holds the older version; the room does not wait for it
      request.onsuccess = () => request.result.close();
      reject(request.error);
    };
  });
}

function create(db) {
  index(db.createObjectStore(STORE, { autoIncrement: true }));
}

const index = (store) => store.createIndex("whose", ["person", "attempt"]);

function migrate(change) {
  const store = change.objectStore(STORE);
  store.deleteIndex("attempt");
  index(store);
  store.openCursor().onsuccess = ({ target: { result: cursor } }) => {
    if (!cursor) return;
    cursor.update({ ...cursor.value, person: NOBODY });
    cursor.continue();
  };
}

// write resolves once a change is on the disk, where a crash or a power cut leaves it.
function write(db, act) {
  const change = db.transaction(STORE, "readwrite", { durability: "strict" });
  const request = act(change.objectStore(STORE));
  return new Promise((resolve, reject) => {
    change.oncomplete = () => resolve(request && request.result);
    change.onabort = change.onerror = () => reject(change.error);
  });
}

const of = (db) => db.transaction(STORE).objectStore(STORE).index("whose");
const everything = (person) => IDBKeyRange.bound([person], [person, []]); // an array sorts after every text

// A record is one save: { attempt, person, n, seq, fields, whole, kept }. fields is what it changes; whole is the
// question's whole answer after it, and is what is sent: saves may overtake one another on the way, and the highest seq
// wins, so each must hold everything. kept resolves to the record's key once it is stored.
export class Queue {
  records = []; // in the order in which they were made
  refused = false;

  // whose are the tags of the person and of who came before.
  constructor(attempt, whose) {
    this.attempt = attempt;
    this.whose = whose;
  }

  // room makes the queue of an attempt's own room, which takes over what version 1 has left.
  static room(attempt, whose) {
    return new Queue(attempt, [...whose, NOBODY]);
  }

  // open reads what an earlier page has left. It never fails.
  async open() {
    try {
      this.db = await database();
      const left = await Promise.all(this.whose.map((person) => this.#left(person)));
      this.records.unshift(...left.flat().sort((a, b) => a.key - b.key));
    } catch {
      this.refused = true;
    }
    return this;
  }

  async #left(person) {
    const rows = of(this.db), both = [person, this.attempt];
    const [keys, found] = await Promise.all([promise(rows.getAllKeys(both)), promise(rows.getAll(both))]);
    return found.map((record, i) => ({ ...record, old: true, safe: true, key: keys[i], kept: Promise.resolve(keys[i]) }));
  }

  add(item, fields) {
    const { n, seq, choice = null, flagged = false, struck = [], confidence = null } = item;
    const record = { attempt: this.attempt, person: this.whose[0], n, seq, fields, whole: { choice, flagged, struck: [...(struck || [])], confidence } };
    this.records.push(record);
    record.kept = this.#store({ ...record }).finally(() => { record.safe = true; });
    return record;
  }

  async #store(record) {
    try {
      return await write(this.db, (rows) => rows.add(record));
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
      await write(this.db, (rows) => rows.delete(key));
    } catch { /* It is sent again by the next page, and the server knows it by its number. */ }
  }

  // questions is how many questions have a save here that changes something.
  get questions() { return this.#count(() => true); }

  // safe is how many of them would survive a crash now, as far as this browser keeps anything at all: nothing is
  // promised before it is on the disk.
  get safe() { return this.#count((r) => r.safe); }

  #count(is) {
    return new Set(this.records.filter((r) => is(r) && Object.keys(r.fields).some((f) => f !== "spent_ms")).map((r) => r.n)).size;
  }
}

// attempts are those of which something waits on this device for these people; none if the browser keeps nothing.
export async function attempts(whose) {
  try {
    const db = await database();
    const found = await Promise.all(whose.map((person) => promise(of(db).getAll(everything(person)))));
    db.close();
    return [...new Set(found.flat().map((record) => record.attempt))];
  } catch {
    return [];
  }
}

// wipe erases what waits on this device for these people, and what belongs to nobody: at sign-out, and when a guest
// finishes. What somebody else has left here stays: it is theirs, and sent when they come back.
export async function wipe(whose) {
  try {
    const db = await database();
    for (const person of [...whose, NOBODY]) {
      const keys = await promise(of(db).getAllKeys(everything(person)));
      await write(db, (rows) => keys.map((key) => rows.delete(key)).at(-1));
    }
    db.close();
  } catch { /* Nothing is kept in this browser. */ }
}
