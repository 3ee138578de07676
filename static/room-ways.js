// What can be done about a kind of trouble: buttons and links that stand in the save line, the most useful one first.
function make(tag, properties) {
  return Object.assign(document.createElement(tag), properties);
}

export function ways(room, kind) {
  const button = (textContent, act) => {
    const b = make("button", { type: "button", textContent });
    b.addEventListener("click", act);
    return b;
  };
  const again = () => button("Try now", () => room.retry());
  switch (kind) {
    case "offline": case "silent": case "broken": case "busy": case "portal": return [again()];
    case "signed-out": return [make("a", { className: "button", href: "/sign-in", target: "_blank", textContent: "Sign in" }), again()];
    case "closed": return [make("a", { className: "button", href: `${room.sender.path}/result`, textContent: "See where it stands" })];
    case "taken": case "elsewhere": return [button("Continue here", () => room.takeOver())];
    case "other": return [button("Try again", () => room.sender.go(room.sender.tab))];
    case "large": case "locked": case "refused": return [button("Reload the page", () => location.reload())];
  }
  return [];
}
