// The simulator: a form that is a dossier, and what the program says of it.
import { shown } from "./answer.js";
import { ask, isLoaded } from "./program.js";

const today = () => new Date(Date.now() - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 10);

// What the form says, as a dossier: what is empty is not known, and left out.
function entered(form) {
  const dossier = {};
  for (const { name, value } of form.elements) {
    if (!name || !value) continue;
    const [table, key] = name.split(".");
    (dossier[table] ??= {})[key] = value;
  }
  const lines = [...form.querySelectorAll(".simulator-line")].filter(isAsked).map((line) => {
    const { service, plan } = line.dataset;
    const facts = [...line.querySelectorAll("[data-key]")].filter((input) => input.value !== "");
    const said = facts.map(({ type, value, dataset }) => [dataset.key, type === "number" ? Number(value) : amount(value)]);
    return { service, ...(plan && { plan }), ...Object.fromEntries(said) };
  });
  if (lines.length) dossier.request = { ...dossier.request, lines };
  return dossier;
}

const isAsked = (line) => line.querySelector("[type=checkbox]").checked;
const amount = (text) => text.replace(/[\s\u00a0\u202f€]/g, "").replace(",", ".");

class Simulator {
  constructor(root) {
    this.root = root;
    this.form = root.querySelector("form");
    this.words = JSON.parse(root.dataset.words);
    this.progress = root.querySelector(".simulator-progress");
    this.verdict = root.querySelector(".simulator-verdict");
    this.place = root.querySelector(".simulator-answers");
    this.latest = 0;
    this.form.querySelector("[data-day]").value = today();
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.answer();
    });
    this.form.addEventListener("change", (event) => this.changed(event.target));
    if (location.protocol === "file:") this.verdict.textContent = this.words.local;
  }

  changed(input) {
    if (input.matches("[type=checkbox]")) this.open(input.closest(".simulator-line"));
    if (input.matches("[data-opening-of-all]")) for (const each of this.form.querySelectorAll("[data-key=opening]")) each.value = input.value;
    if (isLoaded()) this.answer();
  }

  open(line) {
    line.querySelector(".simulator-facts").hidden = !isAsked(line);
  }

  // Ask of what the form says now; an answer that is late is not shown.
  async answer() {
    const rank = (this.latest += 1);
    const day = this.form.querySelector("[data-day]").value || today();
    const question = { language: this.root.dataset.language, day, document: entered(this.form) };
    this.root.setAttribute("aria-busy", "true");
    if (!isLoaded()) this.verdict.textContent = this.words.loading;
    try {
      const answer = await ask(question, (part) => this.loaded(part));
      if (rank === this.latest) this.show(answer);
    } catch (error) {
      this.verdict.textContent = this.words.failed.replace("{reason}", error.message);
    }
    this.progress.hidden = true;
    this.root.removeAttribute("aria-busy");
  }

  loaded(part) {
    this.progress.hidden = false;
    this.progress.querySelector("progress").value = part;
    if (part === 1) this.verdict.textContent = this.words.starting;
  }

  show(answer) {
    this.verdict.textContent = answer.verdict;
    this.verdict.dataset.outcome = answer.outcome;
    this.place.replaceChildren(...shown(answer, this.words));
    this.root.dataset.answered = String(this.latest);
  }
}

for (const root of document.querySelectorAll("[data-simulator]")) root.simulator = new Simulator(root);
