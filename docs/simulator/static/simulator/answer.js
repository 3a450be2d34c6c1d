// An answer of the program as a part of the page: tables, sentences, a picture.
const COLON = document.documentElement.lang === "fr" ? "\u00a0: " : ": ";
const WORDY = 4;

export const element = (name, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

// A table, which on a phone is told row by row: each cell knows its head.
function table({ caption, heads, rows, numbers, has_total }, title) {
  const kind = (rank) => (rank >= heads.length - numbers ? "number" : "");
  const cell = (text, rank) => {
    const made = element(rank ? "td" : "th", { className: kind(rank) }, text);
    if (rank) made.dataset.head = `${heads[rank]}${COLON}`;
    else made.scope = "row";
    return made;
  };
  const line = (row, rank) => element("tr", { className: has_total && rank === rows.length - 1 ? "total" : "" }, ...row.map(cell));
  const head = element("tr", {}, ...heads.map((text, rank) => element("th", { scope: "col", className: kind(rank) }, text)));
  return element(
    "table",
    { className: heads.length > WORDY && !numbers ? "stacked" : "" },
    element("caption", { className: caption === title ? "said" : "" }, caption),
    element("thead", {}, head),
    element("tbody", {}, ...rows.map(line)),
  );
}

function section(part, title) {
  const heading = part.title === title ? [] : [element("h4", {}, part.title)];
  const tables = part.tables.map((each) => table(each, part.title));
  return element("section", {}, ...heading, ...tables, ...part.sentences.map((text) => element("p", {}, text)));
}

function paper(title, { sections }, className = "") {
  return element("section", { className }, element("h3", {}, title), ...sections.map((part) => section(part, title)));
}

function picture(title, svg) {
  const drawn = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
  const about = drawn.querySelector("desc, title")?.textContent ?? title;
  const image = element("img", { alt: about, src: URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" })) });
  // Its words stay legible on a phone: there it is wider than the page, and moves by itself, by keys too.
  return element("figure", { tabIndex: 0, ariaLabel: title }, element("figcaption", {}, title), image);
}

// The whole of it, as elements; or the findings alone.
export function* shown(answer, words, only) {
  yield paper(words.findings, answer.findings);
  if (only || !answer.price) return;
  if (answer.prerequisites.sections.length) yield paper(answer.prerequisites.title, answer.prerequisites);
  yield paper(words.price, answer.price);
  yield paper(answer.dates.title, answer.dates, "dates");
  yield picture(words.picture, answer.picture);
}
