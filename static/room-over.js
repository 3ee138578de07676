// What stands in place of the question when the time is over. Nothing is submitted and nothing jumps: the learner reads
// whether all answers have arrived, and goes to the result by a link.
function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

export class Over {
  constructor(title, path) {
    const h1 = make("h1", { textContent: title, tabIndex: -1 });
    this.words = make("p", { className: "lead" });
    this.words.setAttribute("role", "status");
    this.way = make("p", { className: "row", hidden: true }, make("a", { className: "button filled", href: `${path}/result`, textContent: "See my result" }));
    document.querySelector("#main").replaceChildren(h1, this.words, this.way);
    for (const part of document.querySelectorAll(".dock, .map")) part.remove();
    document.title = [title, ...document.title.split(" · ").slice(1)].join(" · ");
    h1.focus();
  }

  // tell says what is in: answers that have arrived, questions that still wait, saves that came too late.
  tell(answered, waiting, late) {
    let text = `All ${answered} answers are in.`;
    if (answered === 1) text = "Your 1 answer is in.";
    if (answered === 0) text = "No question was answered.";
    if (waiting > 0) text = `Sending ${waiting} last ${waiting === 1 ? "answer" : "answers"}. Keep this page open.`;
    else if (late > 0) text = `${answered} answered in time. ${late === 1 ? "1 choice" : `${late} choices`} came after the end and ${late === 1 ? "does" : "do"} not count.`;
    if (this.words.textContent !== text) this.words.textContent = text;
    this.way.hidden = waiting > 0;
  }
}
