(() => {
  "use strict";
  // The same rule as the library's own `fold`. The page defines FOLDED, its table of letters.
  const letters = new Map(Object.entries(FOLDED));
  // Unlike the whole text, a single letter has one lower case; by way of its upper case ß becomes ss.
  // The upper case of ı is that of another letter.
  const lower = (letter) =>
    letter === "ı" ? letter : letter.toLowerCase().toUpperCase().toLowerCase();
  // A sign ends a word; a run of accents and invisible marks alone does not. The accents of the letter
  // before a sign stay until the text is composed.
  const ended = (text) => text.replace(/[^\p{L}\p{N}]+/gu, (run) => {
    const accents = run.match(/^[\p{M}\p{Cf}]*/u)[0];
    return accents === run ? run : accents + " ";
  });
  const apart = (text) =>
    text.replace(/[^\p{L}\p{N}]+/gu, (run) => /[^\p{M}\p{Cf}]/u.test(run) ? " " : "");
  const fold = (text) =>
    apart([...[...ended(text.normalize("NFC")).normalize("NFKC")].map(lower).join("").normalize("NFKC")]
      .map((letter) => letters.get(letter) ?? letter).join("")).trim();

  const find = (selector) => document.querySelector(selector);
  const form = find("form"), input = find("#filter"), selects = [...form.querySelectorAll("select")];
  const output = form.querySelector("output"), entries = find("#entries"), capacity = find("#capacity");
  const languages = [...document.getElementsByName("language")];
  const bars = [...document.querySelectorAll(".chart li")].map((item) => (
    {word: item.dataset.word, rect: item.querySelector("rect"), number: item.querySelector(".number")}
  ));
  const rows = [...find(".whole tbody").rows];
  // What a row shows: a withheld cell matches nothing, and counts nowhere.
  const shown = (row, number) => {
    const cell = row.querySelector(`.c${number}`);
    return cell.classList.contains("withheld") ? "" : cell.textContent;
  };
  const records = rows.map((row) => {
    const text = fold([2, 3, 4, 8, 9].map((number) => shown(row, number)).join(" "));
    const words = new Set(row.dataset.words.split(" "));
    return {row, words, places: Number(shown(row, 7)), text: text + " " + text.replace(/ /g, "")};
  });
  const sum = (some) => some.reduce((places, record) => places + record.places, 0);
  const total = sum(records);
  const most = new Map();  // the scale of a chart does not change when rows are hidden
  for (const {word, rect} of bars) {
    const places = sum(records.filter((record) => record.words.has(word)));
    most.set(rect.closest("ul"), Math.max(places, most.get(rect.closest("ul")) ?? 1));
  }

  const show = () => {
    const words = fold(input.value).split(" ").filter(Boolean);
    const any = input.value.trim() !== "";  // a text of signs alone finds nothing
    const chosen = selects.map((select) => select.value).filter(Boolean);
    const found = records.filter((record) =>
      any === (words.length > 0) && words.every((word) => record.text.includes(word)) &&
      chosen.every((word) => record.words.has(word)));
    for (const {row} of records) row.hidden = true;
    for (const {row} of found) row.hidden = false;
    const asked = any || chosen.length > 0, places = sum(found);
    entries.textContent = asked ? `${found.length} / ${records.length}` : records.length;
    capacity.textContent = asked ? `${places} / ${total}` : total;
    for (const {word, rect, number} of bars) {
      const some = found.filter((record) => record.words.has(word)), places = sum(some);
      rect.setAttribute("width", 100 * places / most.get(rect.closest("ul")));
      number.textContent = `${places} (${some.length})`;
    }
    const message = output.getAttribute(
      `data-${found.length ? "found" : "nothing"}-${document.documentElement.lang}`);
    output.textContent =
      asked ? message.replace("{found}", found.length).replace("{all}", records.length) : "";
  };
  const speak = () => {
    const {value} = languages.find((one) => one.checked);
    document.documentElement.lang = value;
    document.title = find(`h1 [lang=${value}]`).textContent;
    for (const option of form.querySelectorAll("option")) option.text = option.dataset[value];
    show();
  };
  let waiting = 0;
  input.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(show, 120); });
  form.addEventListener("change", show);
  form.addEventListener("submit", (event) => { event.preventDefault(); show(); });
  for (const one of languages) {
    one.checked ||= location.hash === `#${one.value}`;  // an address may name the language
    one.addEventListener("change", speak);
  }
  form.hidden = false;
  speak();

  // The printed parts are in the page only while it is printed, with the rows that are shown. Each row
  // keeps its number in the margin.
  const paper = document.querySelector("noscript");
  const remove = () => document.querySelector(".paper")?.remove();
  addEventListener("beforeprint", () => {
    remove();
    paper.insertAdjacentHTML("afterend", paper.textContent);
    for (const body of document.querySelectorAll(".part tbody")) {
      let last = -1;
      [...body.rows].forEach((row, place) => {
        if (rows[place].hidden) return row.remove();
        row.style.counterIncrement = `row ${place - last}`;
        last = place;
      });
    }
  });
  addEventListener("afterprint", remove);
})();
