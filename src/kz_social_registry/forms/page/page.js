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
  const tables = [...document.querySelectorAll("tbody")].map((body) => [...body.rows]);
  const texts = tables[0].map((row) => {
    const text = fold(row.textContent);
    return text + " " + text.replace(/ /g, "");
  });

  const show = () => {
    const words = fold(input.value).split(" ").filter(Boolean);
    let found = 0;
    texts.forEach((text, place) => {
      const fits = words.every((word) => text.includes(word));
      found += fits;
      for (const rows of tables) rows[place].hidden = !fits;
    });
    output.textContent = words.length
      ? output.dataset.found.replace("{found}", found).replace("{all}", texts.length) : "";
  };
  let waiting = 0;
  input.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(show, 120); });
  form.addEventListener("submit", (event) => { event.preventDefault(); show(); });
  form.hidden = false;
})();
