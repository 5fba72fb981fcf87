"use strict";
(() => {
  // Letters fall together as in the library's own search: case, look-alikes, Kazakh letters.
  const from = "abcehikmoptxyәғқңөұүһіё", to = "авсеникмортхуагкноуухие";
  const letters = new Map([...from].map((letter, place) => [letter, to[place]]));
  const fold = (text) =>
    [...text.normalize("NFKC").toLowerCase()].map((letter) => letters.get(letter) ?? letter).join("")
      .replace(/[^\p{L}\p{N}\s]+/gu, " ").replace(/\s+/g, " ").trim();

  const form = document.querySelector("form"), input = document.querySelector("#filter");
  const output = form.querySelector("output");
  const rows = [...document.querySelector(".whole tbody").rows];
  const texts = rows.map((row) => {
    const text = fold(row.textContent);
    return text + " " + text.replace(/ /g, "");
  });

  const show = () => {
    const words = fold(input.value).split(" ").filter(Boolean);
    let found = 0;
    texts.forEach((text, place) => {
      const fits = words.every((word) => text.includes(word));
      found += fits;
      rows[place].hidden = !fits;
    });
    const told = found ? output.dataset.found : output.dataset.nothing;
    output.textContent = words.length ? told.replace("{found}", found).replace("{all}", texts.length) : "";
  };
  let waiting = 0;
  input.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(show, 120); });
  form.addEventListener("submit", (event) => { event.preventDefault(); show(); });
  form.hidden = false;

  // The printed parts are in the page only while it is printed, with the rows that are shown. A row keeps
  // the number that it has, also in the margin.
  const kept = document.querySelector("noscript");
  const remove = () => document.querySelector(".paper")?.remove();
  addEventListener("beforeprint", () => {
    remove();
    kept.insertAdjacentHTML("afterend", kept.textContent);
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
