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

  const form = document.querySelector("form"), input = document.querySelector("#filter");
  const output = form.querySelector("output");
  const rows = [...document.querySelector(".whole tbody").rows];
  const texts = rows.map((row) => {
    const text = fold(row.textContent);
    return text + " " + text.replace(/ /g, "");
  });

  const show = () => {
    const words = fold(input.value).split(" ").filter(Boolean);
    const any = input.value.trim() !== "";  // a text of signs alone finds nothing
    let found = 0;
    texts.forEach((text, place) => {
      const fits = any === (words.length > 0) && words.every((word) => text.includes(word));
      found += fits;
      rows[place].hidden = !fits;
    });
    const message = found ? output.dataset.found : output.dataset.nothing;
    output.textContent =
      any ? message.replace("{found}", found).replace("{all}", texts.length) : "";
  };
  let waiting = 0;
  input.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(show, 120); });
  form.addEventListener("submit", (event) => { event.preventDefault(); show(); });
  form.hidden = false;

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
