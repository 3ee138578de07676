// The save line: in words, what is saved and what waits. Good news is shown and not spoken; trouble is spoken once, and
// so is its end. The amber edge, the icon and the word Waiting are the template's, shown by a class.
const count = (n, one, many) => `${n} ${n === 1 ? one : many}`;
const answers = (n) => count(n, "answer", "answers");
const are = (n) => (n === 1 ? "is" : "are");
const time = (ms) => (ms ? ` at ${new Date(ms).toLocaleTimeString("en-US", { hour: "numeric", minute: "2-digit" })}` : "");

const FINAL = ["other", "closed", "taken", "elsewhere", "large", "locked", "refused", "storage"]; // nothing waits for another try

export function saved(n) {
  if (n === 0) return "Each answer is saved at once";
  return n === 1 ? "1 answer saved" : `All ${n} answers saved`;
}

// words is the line for a kind of trouble; n questions wait, seconds until the next try, at = when it happened.
export function words(kind, n, seconds, at) {
  const kept = n > 0 ? `${answers(n)} ${are(n)} kept here` : "Nothing of yours is lost";
  switch (kind) {
    case "offline":
      return `You are offline. ${n > 0 ? `${answers(n)} ${are(n)} kept on this device and will be sent when you are back.` : "What you choose is kept on this device."}`;
    case "silent":
      return `The site is not answering. ${kept}. Next try in ${count(seconds, "second", "seconds")}.`;
    case "broken":
      return `Something is wrong at the site. ${kept}. Next try in ${count(seconds, "second", "seconds")}.`;
    case "busy":
      return `The site is busy. ${n > 0 ? `${answers(n)} ${are(n)} kept here and ${n === 1 ? "goes" : "go"} out in ${count(seconds, "second", "seconds")}.` : `Next try in ${count(seconds, "second", "seconds")}.`}`;
    case "signed-out":
      return `You were signed out. ${kept}. Sign in in another tab, then try again.`;
    case "other":
      return `This exam belongs to another account. Nothing was sent.${n > 0 ? ` ${kept}.` : ""}`;
    case "closed":
      return `This exam ended${time(at)}. What you chose later does not count.`;
    case "taken":
      return `You went on with this exam in another tab${time(at)}. This tab only shows it.`;
    case "elsewhere":
      return "This exam is also open in another tab. Go on there, or continue here.";
    case "locked":
      return "The answer to that question was checked and stands. Reload the page to see it; your other answers are safe.";
    case "large":
      return "One save was refused as too large. Reload the page; your other answers are safe.";
    case "refused":
      return "One save was refused. Reload the page; your other answers are safe.";
    case "portal":
      return `This network wants you to sign in first. Open another page, sign in to the network, come back. ${kept}.`;
    case "storage":
      return "This browser cannot keep answers while offline. Stay connected: each choice is saved at once.";
  }
  return "";
}

export class Line {
  #last = "";     // kind of what stands there
  #next = "";     // what shall stand there
  #speaking = 0;  // timer of what is about to be spoken
  constructor(box) {
    this.box = box;
    this.text = box.querySelector("[role=status]");
    this.ways = box.querySelector(".row");
  }

  // quiet shows a text without speaking it.
  quiet(text) {
    this.#put(text, "off", "");
    this.#last = "";
  }

  // good is the end of trouble, spoken once.
  good(text) {
    this.#put(text, "polite", "");
    this.#last = "";
  }

  // trouble speaks a text when its kind is new; later changes, such as the seconds, are only shown.
  trouble(kind, text, ways) {
    const fresh = kind !== this.#last;
    this.#put(text, fresh ? "polite" : "off", kind);
    if (fresh) {
      this.ways.replaceChildren(...ways);
      this.ways.hidden = ways.length === 0;
    }
    this.#last = kind;
  }

  #put(text, live, kind) {
    this.box.classList.toggle("waiting", kind !== "");
    this.box.classList.toggle("final", FINAL.includes(kind));
    if (!kind) {
      this.ways.replaceChildren();
      this.ways.hidden = true;
    }
    this.#next = text;
    if (live === "off" && kind && this.#speaking) return; // what is about to be spoken says it
    clearTimeout(this.#speaking);
    this.#speaking = 0;
    this.text.setAttribute("aria-live", live);
    if (live === "off") {
      if (this.text.textContent !== text) this.text.textContent = text;
      return;
    }
    // The region is heard once it is live. It is emptied only for the same sentence again: else the page would jump.
    if (this.text.textContent === text) this.text.textContent = "";
    this.#speaking = setTimeout(() => {
      this.#speaking = 0;
      this.text.textContent = this.#next;
    }, 50);
  }
}
