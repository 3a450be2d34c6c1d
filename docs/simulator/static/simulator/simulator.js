// The simulators of a page: a form that is a dossier, or the text of one, and what the program says of it.
import { shown } from "./answer.js";
import { ask, isLoaded } from "./program.js";

const two = (number) => String(number).padStart(2, "0");
const today = (now = new Date()) => `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
const amount = (text) => text.replace(/[\s\u00a0\u202f€]/g, "").replace(",", ".");
const isAsked = (line) => line.querySelector("[type=checkbox]").checked;

// Bytes go to the program, and come from it, as text.
const encoded = (bytes) => btoa(Array.from(bytes, (each) => String.fromCharCode(each)).join(""));
const decoded = (text) => Uint8Array.from(atob(text), (each) => each.charCodeAt(0));

class Simulator {
  constructor(root) {
    this.root = root;
    this.form = root.querySelector("form");
    this.words = JSON.parse(root.dataset.words);
    this.part = (name) => root.querySelector(`.simulator-${name}`);
    this.day = this.form.querySelector("[data-day]");
    this.day.value ||= today();
    this.latest = 0;
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.answer();
    });
    for (const each of root.querySelectorAll("[data-make]")) each.addEventListener("click", () => this.keep(each.dataset.make));
    this.part("idle").remove();
  }

  question() {
    return { language: this.root.dataset.language, day: this.day.value || today(), ...this.content() };
  }

  // Ask of what is there now; an answer that comes late is not shown.
  async answer() {
    const rank = (this.latest += 1);
    this.root.setAttribute("aria-busy", "true");
    if (!isLoaded()) this.part("verdict").textContent = this.words.loading;
    try {
      const answer = await ask(this.question(), (part) => this.loaded(part));
      if (rank === this.latest) this.show(answer);
    } catch (error) {
      this.part("verdict").textContent = this.words.failed.replace("{reason}", error.message);
    }
    this.part("progress").hidden = true;
    this.root.removeAttribute("aria-busy");
  }

  loaded(part) {
    this.part("progress").hidden = false;
    this.part("progress").querySelector("progress").value = part;
    if (part === 1) this.part("verdict").textContent = this.words.starting;
  }

  show(answer) {
    const verdict = this.part("verdict");
    verdict.textContent = answer.verdict;
    verdict.dataset.outcome = answer.outcome;
    this.part("answers").replaceChildren(...shown(answer, this.words, this.root.dataset.only));
    if (this.part("keep")) this.part("keep").hidden = answer.outcome === "invalid";
    this.root.dataset.answered = String(this.latest);
  }

  // Hand the dossier over as a file: `toml`, `json`, or the filled forms.
  async keep(kind) {
    const { file } = await ask({ ...this.question(), make: kind });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([decoded(file)]));
    link.download = `dossier.${kind}`;
    link.click();
    URL.revokeObjectURL(link.href);
  }
}

class Form extends Simulator {
  constructor(root) {
    super(root);
    this.lines = [...root.querySelectorAll(".simulator-line")];
    this.form.addEventListener("change", ({ target }) => this.changed(target));
    this.part("additions").querySelector("button").addEventListener("click", () => this.add());
    for (const line of this.lines) this.open(line);
  }

  changed(input) {
    if (input.matches(".simulator-line [type=checkbox]")) this.open(input.closest(".simulator-line"));
    if (input.matches("[data-opening-of-all]")) for (const line of this.lines) this.fact(line, "opening").value = input.value;
    if (isLoaded()) this.answer();
  }

  open(line) {
    line.querySelector(".simulator-facts").hidden = !isAsked(line);
  }

  fact(line, key) {
    return line.querySelector(`[data-key=${key}]`);
  }

  // What the form says, as a dossier: what is empty is not known, and left out.
  content() {
    const dossier = {};
    for (const { name, value, dataset } of this.form.elements) {
      if (!name || !value) continue;
      const tables = name.split(".");
      const key = tables.pop();
      tables.reduce((table, each) => (table[each] ??= {}), dossier)[key] = "json" in dataset ? JSON.parse(value) : value;
    }
    const lines = this.lines.filter(isAsked).map((line) => {
      const facts = [...line.querySelectorAll("[data-key]")].filter((input) => input.value !== "");
      const said = facts.map(({ type, value, dataset }) => [dataset.key, type === "number" ? Number(value) : amount(value)]);
      return { service: line.dataset.service, ...(line.dataset.plan && { plan: line.dataset.plan }), ...Object.fromEntries(said) };
    });
    const open = [...this.form.querySelectorAll("[data-open]")].filter(({ value }) => value);
    const openings = open.map(({ value, dataset: { open: service } }) => ({ service, date: value }));
    if (lines.length) dossier.request = { ...dossier.request, lines };
    return { document: openings.length ? { ...dossier, openings } : dossier };
  }

  show(answer) {
    super.show(answer);
    this.missing = answer.additions ?? [];
    const row = ({ service, plan }) => this.lines.find(({ dataset }) => dataset.service === service && dataset.plan === plan);
    this.missing = this.missing.map((each) => ({ ...each, row: row(each) })).filter((each) => each.row);
    const names = this.missing.map((each) => each.row.querySelector("label").firstElementChild.nextSibling.textContent.trim());
    this.part("additions").hidden = names.length === 0;
    this.part("additions").querySelector("button").textContent = `${this.words.add} (${names.join(", ")})`;
  }

  // Ask for what the findings say is missing.
  add() {
    for (const { row, quantity = "", opening = "" } of this.missing) {
      row.querySelector("[type=checkbox]").checked = true;
      if (this.fact(row, "quantity")) this.fact(row, "quantity").value ||= quantity;
      this.fact(row, "opening").value ||= opening;
      this.open(row);
    }
    this.part("verdict").focus();
    this.answer();
  }
}

class Text extends Simulator {
  constructor(root) {
    super(root);
    this.area = root.querySelector("textarea");
    const drop = root.querySelector("[type=file]");
    if (!drop) return;
    drop.addEventListener("change", () => this.read(drop.files[0]));
    root.addEventListener("dragover", (event) => event.preventDefault());
    root.addEventListener("drop", (event) => {
      event.preventDefault();
      this.read(event.dataTransfer.files[0]);
    });
  }

  content() {
    if (this.file) return this.file;
    return { text: this.area.value, format: /^\s*\{/.test(this.area.value) ? "json" : "toml" };
  }

  // A file is asked about as it is; what it says can then be changed as text.
  async read(file) {
    if (!file) return;
    const content = new Uint8Array(await file.arrayBuffer());
    this.file = { name: file.name, file: encoded(content) };
    this.area.value = /\.(toml|json)$/i.test(file.name) ? new TextDecoder().decode(content) : "";
    await this.answer();
    this.file = undefined;
  }

  show(answer) {
    if (answer.read) this.area.value = answer.read;
    super.show(answer);
  }
}

for (const root of document.querySelectorAll("[data-simulator]")) new (root.dataset.simulator === "form" ? Form : Text)(root);
