// What single letters do in the exam room and on the check page.
import { spoken } from "./room-clock.js";
import { saved } from "./room-line.js";
import { keys } from "./room-tools.js";

const $ = (selector) => document.querySelector(selector);

export function roomKeys(room) {
  const choose = (place) => () => {
    const input = $(`#option-${place}`);
    if (!input || input.matches(":disabled")) return;
    input.focus();
    if (!input.checked) input.click();
  };
  const press = (selector) => () => {
    const button = $(selector);
    if (button && !button.hidden && !button.disabled) button.click();
  };
  const does = {
    m: () => (room.page ? press("#all")() : press("#return")()),
    t: () => room.say(room.clock ? `${spoken(room.clock.remaining)} left` : "No time limit"),
    s: () => room.say($("#saved").textContent || saved(room.answered)),
    "?": () => {
      $("#tools").open = true;
      $("#tools summary").focus();
    },
  };
  if (room.page) {
    Object.assign(does, { n: press("#next"), p: press("#back"), f: press("#flag"), x: () => {
      const answer = document.activeElement?.closest(".answer");
      if (answer && !room.sender.stopped && !room.locked) room.strike(answer.dataset.option);
    } });
    for (const [i, letter] of ["a", "b", "c", "d"].entries()) does[letter] = does[i + 1] = choose(i + 1);
  }
  keys(does);
}
