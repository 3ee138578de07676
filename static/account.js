// Before somebody signs out or finishes on this computer, what waits in this browser to be sent is erased, so that the
// next person finds none of it.
import { wipe } from "./room-queue.js";

for (const form of document.querySelectorAll("form[data-wipe]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await wipe();
    form.submit();
  });
}
