// The name of this browser tab, by which the server tells two tabs of one person apart: the one that wrote last goes on,
// the other one is told. It is taken out of the session's storage while a page is here and put back when it goes, so that
// a duplicated tab, which copies the storage, gets a name of its own.
const KEY = "fd-tab";

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
