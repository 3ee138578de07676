// The question on the page, and the map. show puts another question in place, in the elements that the server's page has;
// what it needs of a question is what GET /attempts/{id} says of it.
const $ = (selector) => document.querySelector(selector);

// A Page works on one room. Its item is { n, scenario, exhibit, question, options, choice, flagged, struck, confidence, seq }.
export class Page {
  constructor(of) {
    this.of = of;
    this.form = $("#question");
    const answer = $(".answer");
    this.model = answer && answer.cloneNode(true);
    this.section = document.title.split(" · ").slice(1).join(" · ");
  }

  // read takes from the page what it says of its question.
  read() {
    const chosen = $("input[name=choice]:checked"), sure = $("input[name=confidence]:checked");
    return {
      n: Number(this.form.dataset.n), seq: Number(this.form.dataset.seq),
      choice: chosen ? chosen.value : null, confidence: sure ? sure.value : null,
      flagged: $("#flag").getAttribute("aria-pressed") === "true",
      struck: [...document.querySelectorAll(".answer.struck")].map((a) => a.dataset.option),
    };
  }

  // show puts a question in place.
  show(item) {
    const title = `Question ${item.n} of ${this.of}`;
    document.title = `${title} · ${this.section}`;
    $("#title").textContent = title;
    this.form.dataset.n = item.n;
    this.form.action = this.form.action.replace(/\d+$/, item.n);
    const progress = $(".progress progress");
    if (progress) progress.value = item.n;
    this.#text($("#scenario"), item.scenario);
    $("#exhibit").innerHTML = item.exhibit || "";
    $("#exhibit").hidden = !item.exhibit;
    $("#asked").textContent = item.question;
    for (const old of document.querySelectorAll(".answer")) old.remove();
    $("#answers").append(...item.options.map((option, i) => this.#answer(option, i)));
    this.#moves(item.n);
    this.state(item);
    $("#main").scrollTop = 0;
    scrollTo(0, 0);
  }

  #text(element, text) {
    element.textContent = text || "";
    element.hidden = !text;
  }

  #answer(option, place) {
    const answer = this.model.cloneNode(true), letter = String.fromCharCode(65 + place);
    answer.dataset.option = option.id;
    const input = answer.querySelector("input");
    input.value = option.id;
    input.id = `option-${place + 1}`;
    answer.querySelector(".letter").firstChild.textContent = letter;
    answer.querySelector(".words").textContent = option.text;
    const strike = answer.querySelector(".strike");
    strike.value = option.id;
    strike.querySelector(".hidden").textContent = ` ${letter}`;
    return answer;
  }

  #moves(n) {
    const last = n >= this.of, next = last ? "check" : n + 1;
    $("#back").hidden = n <= 1;
    $("#back").value = n - 1;
    for (const button of [$("#next"), $("#first")]) button.value = next;
    $("#next").textContent = last ? "Check before you submit" : "Next";
  }

  // state shows what is chosen, flagged, crossed out and how sure, of the question in place.
  state(item) {
    const flag = $("#flag");
    flag.setAttribute("aria-pressed", Boolean(item.flagged));
    for (const answer of document.querySelectorAll(".answer")) {
      const id = answer.dataset.option, struck = (item.struck || []).includes(id);
      answer.classList.toggle("struck", struck);
      answer.querySelector("input").checked = item.choice === id;
      answer.querySelector("[data-out]").textContent = struck ? " (crossed out)" : "";
      answer.querySelector(".strike").setAttribute("aria-pressed", struck);
    }
    for (const sure of document.querySelectorAll("input[name=confidence]")) sure.checked = item.confidence === sure.value;
  }

  // tiles brings the map up to date. items are all that are known, here is the number of the one in place.
  tiles(items, here) {
    for (const tile of document.querySelectorAll(".map .tile")) {
      const item = items.get(Number(tile.value));
      if (!item) continue;
      tile.classList.toggle("answered", Boolean(item.choice));
      tile.classList.toggle("flagged", Boolean(item.flagged));
      tile.classList.toggle("unseen", !item.choice && !item.seen && item.n !== here);
      if (item.n === here) tile.setAttribute("aria-current", "true"); else tile.removeAttribute("aria-current");
      const answered = item.choice ? ", answered" : item.seen || item.n === here ? ", not answered" : ", not seen";
      tile.querySelector(".state").textContent = answered + (item.flagged ? ", flagged" : "");
    }
    const all = [...items.values()], line = $("#counts");
    if (all.length === this.of) {
      line.textContent = `${all.filter((i) => i.choice).length} answered, ${all.filter((i) => i.flagged).length} flagged`;
    }
  }

  // lock makes the room a copy to look at; moving on still works.
  lock(on) {
    document.body.classList.toggle("read-only", on);
    for (const part of document.querySelectorAll("#answers, #sure")) part.disabled = on;
    for (const button of document.querySelectorAll("#flag, #clear, #check")) button.disabled = on;
  }
}
