// Tools of the exam room: the switches for cross-out buttons and single-letter keys, the keys themselves, and a
// calculator. What is switched is kept on this device as fd-strike and fd-keys; whether the clock is hidden, as fd-clock.
const $ = (selector) => document.querySelector(selector);

export function kept(name) {
  try { return localStorage.getItem(name); } catch { return null; }
}

export function keep(name, value) {
  try { localStorage.setItem(name, value); } catch { /* It holds on this page. */ }
}

export function switches() {
  $("#switches").hidden = $("#keys").hidden = false;
  const strike = $("#strike-switch"), keys = $("#keys-switch");
  const wide = matchMedia("(min-width:48rem)").matches;
  strike.checked = (kept("fd-strike") || (wide ? "on" : "off")) === "on";
  const apply = () => { document.documentElement.dataset.strike = strike.checked ? "on" : "off"; };
  strike.addEventListener("change", () => {
    keep("fd-strike", strike.checked ? "on" : "off");
    apply();
  });
  apply();
  keys.checked = kept("fd-keys") !== "off";
  keys.addEventListener("change", () => keep("fd-keys", keys.checked ? "on" : "off"));
}

// keys presses what belongs to a letter: does maps a lower-case key to a function. Letters do nothing while they are
// switched off, in a field to type in, or with another key held.
export function keys(does) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !$("#keys-switch").checked) return;
    if (event.target.matches("input:not([type=radio], [type=checkbox]), select, textarea")) return;
    const act = does[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  });
}

// value works out a sum of numbers with + - * / and brackets, or gives NaN.
export function value(text) {
  const tokens = text.replaceAll("×", "*").replaceAll("÷", "/").replaceAll("−", "-").replaceAll(",", "").match(/\d+\.?\d*|\.\d+|[-+*/()]|\S/g) || [];
  const next = () => tokens.shift();
  const atom = () => {
    const token = next();
    if (token === "-") return -atom();
    if (token === "(") {
      const inner = sum();
      return next() === ")" ? inner : NaN;
    }
    return Number(token);
  };
  const product = () => {
    let left = atom();
    while (tokens[0] === "*" || tokens[0] === "/") left = next() === "*" ? left * atom() : left / atom();
    return left;
  };
  const sum = () => {
    let left = product();
    while (tokens[0] === "+" || tokens[0] === "-") left = next() === "+" ? left + product() : left - product();
    return left;
  };
  const result = sum();
  return tokens.length === 0 ? result : NaN;
}

export function calculator() {
  const form = $("#calculator"), field = $("#sum"), result = $("#sum-result");
  const work = () => {
    const v = value(field.value);
    result.textContent = Number.isFinite(v) ? `= ${Number(v.toPrecision(12))}` : field.value.trim() ? "That is no sum yet" : "";
  };
  const named = { "C": "Clear", "÷": "Divided by", "×": "Times", "−": "Minus", "+": "Plus", "=": "Equals", ".": "Point" };
  for (const key of ["7", "8", "9", "÷", "4", "5", "6", "×", "1", "2", "3", "−", "0", ".", "C", "+", "(", ")", "="]) {
    const button = document.createElement("button");
    button.type = key === "=" ? "submit" : "button";
    button.textContent = key;
    if (named[key]) button.setAttribute("aria-label", named[key]);
    if (key !== "=") {
      button.addEventListener("click", () => {
        field.value = key === "C" ? "" : field.value + key;
        if (key === "C") work();
      });
    }
    $("#pad").append(button);
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    work();
  });
  form.hidden = false;
}
