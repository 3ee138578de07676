// While an attempt is being graded its page asks again, and puts the result in place when it is there. Nothing reloads
// by itself, and the focus moves only to the result.
const box = document.querySelector("[data-grading]"), path = box.dataset.grading;

async function look(tries) {
  const answer = await fetch(path, { headers: { Accept: "application/json" } }).catch(() => null);
  if (answer && answer.ok) return show();
  if (answer && answer.status !== 409 && answer.status < 500) return;
  setTimeout(() => look(tries + 1), Math.min(1000 * 2 ** tries, 15_000));
}

async function show() {
  const answer = await fetch(path, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const result = page.querySelector("#result");
  if (!answer.ok || !result || result.dataset.grading) return;
  document.title = page.title;
  box.replaceWith(result);
  result.querySelector("h1").focus();
}

setTimeout(() => look(0), 500);
