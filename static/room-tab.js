// The name of this browser tab, by which the server tells two tabs of one person apart: the one that wrote last goes on,
// the other one is told. It is taken out of the session's storage while a page is here and put back when it goes, so that
// a duplicated tab, which copies the storage, gets a name of its own.
const KEY = "fd-tab";

// meet asks the other tabs of this browser whether one of them has the attempt open, and calls found if one says so; it
// answers them in turn, as long as open() holds.
export function meet(attempt, open, found) {
  if (!("BroadcastChannel" in window)) return; // the server still lets one tab write at a time
  const channel = new BroadcastChannel(`fd-room-${attempt}`), name = newTab();
  channel.addEventListener("message", ({ data }) => {
    if (data.asks && open()) channel.postMessage({ to: data.asks });
    if (data.to === name) found();
  });
  channel.postMessage({ asks: name });
}

export function newTab() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (b) => b.toString(36).padStart(2, "0")).join("");
}

export function takeTab() {
  let name = "";
  try {
    name = sessionStorage.getItem(KEY) || "";
    sessionStorage.removeItem(KEY);
  } catch { /* A new name for each page then: the newest page writes. */ }
  return name || newTab();
}

export function leaveTab(name) {
  try { sessionStorage.setItem(KEY, name); } catch { /* see above */ }
}
