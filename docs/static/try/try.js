// The page "Try it": loads Python and the library, then passes what the reader does to try_page.py.
// Everything comes from this folder; `python tests/tools/try_page.py` puts the parts there.

const here = new URL(".", import.meta.url);
const box = document.getElementById("try");
const LANGUAGES = { kk: "Жүктелуде…", ru: "Загрузка…", en: "Loading…" };
const FILES = ["try_page.py", "try_timeline.py", "words.json"];
const REGIONS = ["controls", "form", "asked", "answers", "journal"];

const fetched = async (name) => {
  const response = await fetch(new URL(name, here));
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return response;
};

// The language of the page from which the reader comes, else the first of the browser's that we have.
function preferred() {
  const [, folder] = /\/(kk|ru)\//.exec(document.referrer) ?? [];
  return folder ?? navigator.languages.map((one) => one.slice(0, 2)).find((one) => one in LANGUAGES) ?? "en";
}

export async function load(wheels) {
  const { loadPyodide } = await import(new URL("pyodide/pyodide.mjs", here));
  const python = await loadPyodide({ indexURL: new URL("pyodide/", here).href });
  const site = python.runPython("import site; site.getsitepackages()[0]");
  const archives = await Promise.all(wheels.map(async (name) => (await fetched(name)).arrayBuffer()));
  archives.forEach((wheel) => python.unpackArchive(wheel, "wheel", { extractDir: site }));
  for (const name of FILES) python.FS.writeFile(`${site}/${name}`, await (await fetched(name)).text());
  python.runPython("import importlib; importlib.invalidate_caches()");
  return python;
}

function start(python) {
  const page = python.pyimport("try_page").Page();
  const region = Object.fromEntries(REGIONS.map((name) => [name, document.createElement("section")]));
  for (const name of REGIONS) region[name].className = `try-${name}`;
  box.replaceChildren(...Object.values(region));

  const show = (...names) => {
    box.lang = page.language;
    for (const name of names) region[name].innerHTML = page[name]();
  };
  const posted = () => {
    const fields = {};
    for (const [name, text] of new FormData(box.querySelector("form"))) (fields[name] ??= []).push(text);
    return python.toPy(fields);
  };
  const doing = {
    speak: (language) => page.speak(language, posted()),
    again: () => page.again(),
    cancel: () => page.choose("give_consent"),
    correct: (number) => page.correct(Number(number)),
  };

  box.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-do]");
    if (!button) return;
    const action = button.dataset.do;
    doing[action](button.value);
    show(...REGIONS);
    const focus = action === "speak" ? `[value="${button.value}"]` : "h2";
    const next = box.querySelector(focus);
    next.tabIndex = action === "speak" ? 0 : -1;
    next.focus();
  });
  box.addEventListener("change", ({ target }) => {
    if (target.id !== "act") return;
    page.choose(target.value);
    show("form");
    box.querySelector("#act").focus();
  });
  box.addEventListener("input", ({ target }) => {
    if (!target.dataset.ask) return;
    page.ask(target.dataset.ask, target.value);
    show("answers");
    const day = box.querySelector("#day");
    if (target.id === "slider") day.value = page.on.isoformat();
    else box.querySelector("#slider").value = page.on.toordinal();
  });
  box.addEventListener("submit", (event) => {
    event.preventDefault();
    page.submit(posted());
    show(...REGIONS);
    (box.querySelector("[aria-invalid]") ?? box.querySelector("[role=status]")).focus();
  });
  page.language = preferred();
  show(...REGIONS);
}

const wheels = await (await fetched("parts.json")).json();
if (wheels.length) {
  const button = document.createElement("button");
  button.textContent = "Бастау · Начать · Start (15 MB)";
  button.addEventListener("click", async () => {
    const status = document.createElement("p");
    status.setAttribute("role", "status");
    status.textContent = LANGUAGES[preferred()];
    box.replaceChildren(status);
    try {
      start(await load(wheels));
      box.querySelector("h2").tabIndex = -1;
      box.querySelector("h2").focus();
    } catch (error) {
      status.textContent = String(error);
    }
  });
  box.replaceChildren(button);
}
