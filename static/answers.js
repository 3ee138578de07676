// On the answers page N and P go to the next and the previous question, unless single-letter keys are switched off.
const titles = [...document.querySelectorAll(".reviewed h2")];

function on() {
  try { return localStorage.getItem("fd-keys") !== "off"; } catch { return true; }
}

// here is the last question whose title is at or above the top of the window, or -1.
const here = () => titles.findLastIndex((title) => title.getBoundingClientRect().top < 8 || title === document.activeElement);

document.addEventListener("keydown", (event) => {
  const step = { n: 1, p: -1 }[event.key.toLowerCase()];
  if (!step || !on() || event.ctrlKey || event.metaKey || event.altKey || event.target.matches("select, input")) return;
  const title = titles[here() + step];
  if (!title) return;
  event.preventDefault();
  title.focus({ preventScroll: true });
  title.scrollIntoView();
});
