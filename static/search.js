// Search in an exported copy: everything that can be found stands in words.js beside the page, as self.frontdesk. A word
// counts most in a title, a whole word more than its beginning, and one slip of the finger is forgiven.
"use strict";
(() => {
  const box = document.querySelector("[data-search]");
  const status = document.querySelector("[data-search-status]"), list = document.querySelector("[data-search-results]");
  const field = document.querySelector("[data-search-field]");
  const root = document.documentElement.dataset.root;
  const kinds = { lesson: "Lesson", heading: "Part of a lesson", term: "Term" };
  const small = new Set("a an and are as at be by do for from how i if in is it my of on or the to what when where who with you your".split(" "));

  const words = (text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) || [];
  const stem = (word) => word.length > 4 ? word.replace(/(ies|es|s|ing|ed)$/, "") : word.replace(/s$/, "");

  function near(a, b) { // one letter more, less, other or swapped
    if (Math.abs(a.length - b.length) > 1) return false;
    let i = 0;
    while (i < a.length && a[i] === b[i]) i++;
    if (a.length === b.length) {
      return a.slice(i + 1) === b.slice(i + 1) || a[i] === b[i + 1] && a[i + 1] === b[i] && a.slice(i + 2) === b.slice(i + 2);
    }
    return a.length > b.length ? a.slice(i + 1) === b.slice(i) : a.slice(i) === b.slice(i + 1);
  }

  function match(asked, found) {
    if (asked === found) return 4;
    if (asked.length > 2 && found.startsWith(asked)) return 2;
    return asked.length > 3 && near(asked, found) ? 1 : 0;
  }

  const best = (asked, list) => list.reduce((most, word) => Math.max(most, match(asked, word)), 0);

  function prepare(index) {
    for (const d of index.documents) {
      d.title = words(d.t).map(stem);
      d.text = [...new Set(words(d.c + " " + d.x).map(stem))];
    }
    return index;
  }

  function asked(query, sayings) {
    const text = " " + words(query).join(" ") + " ";
    let all = words(query);
    for (const s of sayings || []) if (text.includes(" " + words(s.say).join(" ") + " ")) all = all.concat(words(s.find));
    const long = all.filter((word) => !small.has(word));
    return (long.length ? long : all).map(stem);
  }

  function search(index, query) {
    const list = asked(query, index.sayings), whole = words(query).join(" ");
    const scored = [];
    for (const d of index.documents) {
      let score = 0;
      for (const word of list) score += 4 * best(word, d.title) + best(word, d.text);
      if (score && words(d.t).join(" ") === whole) score += 1000 + (d.k === "term" ? 1 : 0);
      if (score) scored.push([score / Math.sqrt(4 + d.title.length), d]);
    }
    return scored.sort((a, b) => b[0] - a[0]).slice(0, 20).map(([, d]) => d);
  }

  function result(d) {
    const line = document.createElement("li"), link = document.createElement("a"), title = document.createElement("p");
    const place = document.createElement("p"), text = document.createElement("p");
    link.href = root + d.p;
    link.textContent = d.t;
    title.className = "found-title";
    title.append(link);
    place.className = "meta";
    place.textContent = `${kinds[d.k]}, ${d.c}`;
    text.textContent = d.x.length > 180 ? d.x.slice(0, d.x.lastIndexOf(" ", 180)) + " …" : d.x;
    line.append(title, place, text);
    return line;
  }

  const query = new URLSearchParams(location.search).get("q") || "";
  for (const input of document.querySelectorAll("input[name=q]")) input.value = query;
  if (!query.trim()) {
    field.focus();
    return;
  }
  if (!self.frontdesk) {
    status.textContent = "The list of words is missing from this copy.";
    return;
  }
  const found = search(prepare(self.frontdesk), query);
  list.replaceChildren(...found.map(result));
  const title = box.querySelector("h1");
  title.textContent = found.length ? `${found.length === 20 ? "The first 20 results" : found.length === 1 ? "1 result" : found.length + " results"} for ${query}` : `Nothing matches “${query}”`;
  document.title = title.textContent + " · Frontdesk";
  if (!found.length) status.textContent = "Check the spelling, or try a shorter word.";
  title.focus();
})();
