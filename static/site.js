// The script of every page. Pages are whole without it. It stands in files that are also opened from a memory stick, so
// it is a classic script and asks the server only when a cookie says that there is something to ask for.
//
// On this device it keeps, in localStorage: fd-theme (light, dark), fd-text (2, 3), fd-contrast (more); none = system.
"use strict";
(() => {
  const page = document.documentElement;
  const root = page.dataset.root;
  const served = location.protocol.startsWith("http");
  const $ = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => from.querySelectorAll(selector);

  function make(tag, properties, ...children) {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  }

  // Look: theme, text size and contrast, set in the exam room's Tools, in Help and on the style page.
  function kept(name) {
    try { return localStorage.getItem("fd-" + name) || ""; } catch { return ""; }
  }

  function keep(name, value) {
    try {
      if (value) localStorage.setItem("fd-" + name, value); else localStorage.removeItem("fd-" + name);
    } catch { /* A browser that keeps nothing still shows the choice on this page. */ }
  }

  function look() {
    for (const name of ["theme", "text", "contrast"]) {
      const value = kept(name);
      if (value) page.dataset[name] = value;
      for (const input of all(`[data-look=${name}]`)) {
        input.checked = input.value === value;
        input.addEventListener("change", () => {
          keep(name, input.value);
          if (input.value) page.dataset[name] = input.value; else delete page.dataset[name];
        });
      }
    }
    for (const set of all(".look")) set.hidden = false;
  }

  // What a form has done, or what is wrong with it, is read first.
  function focusMessage() {
    const message = $("[data-focus]");
    if (message) message.focus();
  }

  function reveal(button) {
    const field = document.getElementById(button.dataset.reveal);
    button.hidden = false;
    button.addEventListener("click", () => {
      const shown = field.type === "password";
      field.type = shown ? "text" : "password";
      button.setAttribute("aria-pressed", shown);
    });
  }

  // Addresses of exported pages name their file; on a server the folder is enough and looks better.
  function tidyAddress() {
    if (served && location.pathname.endsWith("/index.html")) {
      history.replaceState(history.state, "", location.pathname.slice(0, -"index.html".length) + location.search + location.hash);
    }
  }

  // at is an address of the server as seen from this page.
  function at(path) { return root + path.slice(1); }

  // Me: what the server knows of this person, put into a page that is the same for everybody.
  async function showMe() {
    if (!served || root === "/" || !document.cookie.split("; ").includes("fd=1")) return;
    const me = await askMe();
    if (!me) return;
    if (me.name) $("[data-name]").textContent = me.name;
    const start = $("[data-continue]");
    if (start) {
      start.textContent = "Continue where you left off";
      start.href = start.dataset.continue;
    }
    const open = $("[data-open-attempt]");
    if (open) open.hidden = !(me.attempts || []).some((attempt) => attempt.state === "open");
    const done = new Map((me.lessons_done || []).map((read) => [read.lesson, read.read]));
    for (const line of all("[data-lesson]")) {
      if (done.has(line.dataset.lesson)) $("[data-done]", line).hidden = false;
    }
    nextLesson(me, done);
    followed(me.track);
    classWork(me.work || []);
    const lesson = $("[data-lesson-page]");
    if (lesson && done.has(lesson.dataset.lessonPage)) showRead(lesson, done.get(lesson.dataset.lessonPage));
    if (lesson && me.ask) {
      $("[data-read]", lesson).append(make("a", { href: `${root}me/stuck?about=${encodeURIComponent(location.pathname)}`, textContent: "Ask your class for help" }));
    }
  }

  async function askMe() {
    const answer = await fetch(root + "me.json", { headers: { Accept: "application/json" } });
    return answer.ok ? answer.json() : null;
  }

  // nextLesson puts the lesson to go on with, in the order of the reader's track, into the course page.
  function nextLesson(me, done) {
    const box = $("[data-next]");
    if (!box || (done.size === 0 && !me.track)) return;
    if (!me.next) {
      box.replaceChildren(make("p", { textContent: `All ${done.size} lessons that can be read are done.` }));
      return;
    }
    const link = $("a", box);
    $("h2", box).textContent = "Next for you";
    link.textContent = me.next.title;
    link.href = at(me.next.path);
    $("[data-minutes]", box).textContent = me.next.minutes;
    if (me.track) {
      box.append(make("p", { className: "meta" }, make("a", { href: at(me.track.path), textContent: me.track.title }), `: ${me.track.place}`));
    }
  }

  // classWork puts what the reader's class has to do next on top of a page of the course.
  function classWork(work) {
    const line = $("[data-class-work]"), left = work.filter((w) => !w.done);
    if (!line || left.length === 0) return;
    const [next, ...more] = left;
    line.append("For your class: ", make("a", { href: at(next.path), textContent: next.title }), ", " + uncapped(next.status) + ".");
    if (more.length) line.append(" ", make("a", { href: at("/me"), textContent: `${more.length} more` }));
    line.hidden = false;
  }

  function uncapped(text) { return text[0].toLowerCase() + text.slice(1); }

  // followed marks the track that the reader follows, on the course page and on its own.
  function followed(track) {
    if (!track) return;
    const line = $(`[data-track="${CSS.escape(track.id)}"]`), button = $(`[data-follow="${CSS.escape(track.id)}"]`);
    if (line) line.append(" ", make("span", { className: "tag done", textContent: "You follow it" }));
    if (button) {
      button.textContent = "You follow this track";
      button.classList.remove("filled");
    }
  }

  // Mark as read, in place. Whatever goes wrong, the link still leads to the server's own page for it.
  function lessonPage() {
    const lesson = $("[data-lesson-page]");
    if (!lesson || !served) return;
    const link = $("[data-read] a", lesson);
    link.addEventListener("click", async (event) => {
      event.preventDefault();
      if (await sendRead(lesson, false)) showRead(lesson, Date.now(), true);
      else location.href = link.href;
    });
  }

  async function sendRead(lesson, undo) {
    try {
      const answer = await fetch(root + "me/reads", {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json" },
        body: JSON.stringify({ lesson: lesson.dataset.lessonPage, revision: lesson.dataset.revision, undo }),
      });
      return answer.ok;
    } catch { return false; }
  }

  // showRead takes the time in milliseconds; moved tells whether the reader has just pressed the button.
  function showRead(lesson, time, moved = false) {
    const link = $("[data-read] a", lesson), line = $("[data-read-status]", lesson);
    const day = new Date(time).toLocaleDateString("en-US", { month: "long", day: "numeric" });
    const undo = make("button", { type: "button", className: "plain", textContent: "Undo" });
    undo.addEventListener("click", async () => {
      if (!await sendRead(lesson, true)) {
        line.append(" The server did not answer. Try again.");
        return;
      }
      link.hidden = false;
      line.replaceChildren();
      link.focus();
    });
    link.hidden = true;
    line.replaceChildren(`Read on ${day}. `, undo);
    if (!moved) return;
    undo.focus();
    askMe().then((me) => {
      if (me && me.next) line.append(" Next for you: ", make("a", { href: at(me.next.path), textContent: me.next.title }));
    }).catch(() => { /* The links to the neighbors are there. */ });
  }

  // Minutes left: the lesson's time, times the part of the text that is still below the window.
  function minutesLeft() {
    const line = $("[data-left]"), text = $(".lesson .body");
    if (!line || !text) return;
    let waiting = false;
    const show = () => {
      waiting = false;
      const box = text.getBoundingClientRect();
      const left = Math.min(1, Math.max(0, (box.bottom - innerHeight) / box.height));
      const minutes = Math.ceil(left * line.dataset.left);
      line.textContent = minutes ? `About ${minutes} min left` : "Read to the end";
    };
    line.hidden = false;
    show();
    addEventListener("scroll", () => {
      if (!waiting) requestAnimationFrame(show);
      waiting = true;
    }, { passive: true });
  }

  // Terms: the first press shows the meaning in place; with another key held, or in an old browser, the link is a link.
  function term(link) {
    let box;
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      if (!box) {
        box = definition(link);
        link.after(box);
      }
      if (box.matches(":popover-open")) return;
      box.showPopover();
      place(box, link);
      box.focus();
    });
  }

  function definition(link) {
    const close = make("button", { type: "button", textContent: "Close" });
    const word = make("strong", { textContent: link.textContent });
    const box = make("span", { className: "popover", popover: "auto", tabIndex: -1, role: "dialog" },
      word, make("span", { textContent: link.dataset.definition }),
      make("span", { className: "row" }, close, make("a", { href: link.href, textContent: "Open the entry" })));
    box.setAttribute("aria-label", link.textContent);
    close.addEventListener("click", () => {
      box.hidePopover();
      link.focus();
    });
    addEventListener("resize", () => { // a phone is turned
      if (box.matches(":popover-open")) place(box, link);
    });
    return box;
  }

  // place puts the box under its word, inside the window.
  function place(box, link) {
    const word = link.getBoundingClientRect(), size = box.getBoundingClientRect();
    const below = word.bottom + 8 + size.height <= innerHeight;
    const left = Math.max(8, Math.min(word.left, innerWidth - size.width - 8));
    box.style.left = left + scrollX + "px";
    box.style.top = (below ? word.bottom + 8 : Math.max(8, word.top - 8 - size.height)) + scrollY + "px";
  }

  // Self-check questions: right or not right, and why. Choosing alone does nothing, for arrow keys choose as they move.
  function selfCheck(question, tally) {
    const button = $("[data-check] button", question), verdict = $(".verdict", question), answer = $("[data-key]", question);
    $("[data-check]", question).hidden = false;
    button.addEventListener("click", () => {
      const chosen = $("input:checked", question);
      if (!chosen) {
        verdict.textContent = "Choose an answer first.";
        return;
      }
      const right = chosen.value === answer.dataset.key;
      verdict.textContent = right ? "Right." : `Not right: the answer is ${answer.dataset.key}.`;
      answer.open = true;
      tally(question, right);
    });
  }

  function selfChecks() {
    const questions = all("[data-selfcheck]"), first = new Map(), line = $("[data-tally]");
    const tally = (question, right) => {
      if (!first.has(question)) first.set(question, right);
      if (!line) return;
      const ok = [...first.values()].filter(Boolean).length;
      line.textContent = `${first.size} of ${questions.length} checked, ${ok} right at the first try`;
      line.hidden = false;
    };
    for (const question of questions) selfCheck(question, tally);
  }

  // On paper the answers of a lesson's self-check stand on the last page, unfolded.
  function printing() {
    let folded = [];
    addEventListener("beforeprint", () => {
      folded = [...all(".lesson details.answers:not([open])")];
      for (const d of folded) d.open = true;
    });
    addEventListener("afterprint", () => {
      for (const d of folded) d.open = false;
    });
  }

  // The key / goes to the search field, or to the page that has one, unless single-letter keys are switched off.
  function searchKey(event) {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || kept("keys") === "off") return;
    if (event.target.matches("input, textarea, select")) return;
    const field = [...all("[data-search-field], #top-q")].find((f) => f.checkVisibility()), link = $(".to-search");
    if (!field && !link) return;
    event.preventDefault();
    if (field) field.focus(); else location.href = link.href;
  }

  look();
  tidyAddress();
  focusMessage();
  for (const button of all("[data-reveal]")) reveal(button);
  if ("showPopover" in HTMLElement.prototype) for (const link of all("a.term")) term(link);
  selfChecks();
  lessonPage();
  minutesLeft();
  printing();
  document.addEventListener("keydown", searchKey);
  showMe().catch(() => { /* The page is whole without it. */ });
})();
