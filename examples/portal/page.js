// The form is the document: the name of each field is its JSON pointer. Every change is kept as a draft, and answered.
"use strict";

const draft = new URLSearchParams(location.search).get("draft") ?? "brouillon";
const form = document.getElementById("form");
const lines = document.getElementById("lines");
let offered;
let latest = 0;

const element = (name, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

const euros = (amount) => Number(amount).toLocaleString("fr-FR", { style: "currency", currency: "EUR" });
const day = (iso) => iso.split("-").reverse().join("/");

function addLine(line = {}) {
  const path = `/request/lines/${lines.children.length}`;
  const field = (key, input) => element("label", { title: offered.words[key].description }, offered.words[key].title, input);
  const services = [["", "…"], ...offered.services.map((each) => [each.code, each.title])];
  const options = (pairs, chosen) => pairs.map(([value, text]) => element("option", { value, selected: value === chosen }, text));
  const service = element("select", { name: `${path}/service` }, ...options(services, line.service));
  const plan = element("select", { name: `${path}/plan` });
  const plans = () => {
    const known = offered.services.find((each) => each.code === service.value)?.plans ?? [];
    plan.replaceChildren(...options(["", ...known].map((each) => [each, each || "…"]), line.plan));
    plan.parentElement.hidden = known.length === 0;
  };
  const quantity = element("input", { name: `${path}/quantity`, inputMode: "numeric", value: line.quantity ?? "" });
  const opening = element("input", { name: `${path}/opening`, type: "date", value: line.opening ?? "" });
  const fields = element("div", { className: "grid" }, field("service", service), field("plan", plan), field("quantity", quantity),
    field("opening", opening));
  const set = element("fieldset", {}, element("legend", {}, `Service ${lines.children.length + 1}`), fields);
  set.dataset.path = path;
  lines.append(set);
  plans();
  service.addEventListener("change", plans);
}

function entered() {
  const document_ = {};
  for (const input of form.elements) {
    if (!input.name || input.value === "" || input.closest("[hidden]")) continue;
    const tokens = input.name.slice(1).split("/");
    const last = tokens.pop();
    let table = document_;
    tokens.forEach((token, rank) => {
      table = table[token] ??= /^\d+$/.test(tokens[rank + 1] ?? last) ? [] : {};
    });
    table[last] = last === "quantity" && /^\d+$/.test(input.value) ? Number(input.value) : input.value;
  }
  const asked = document_.request?.lines;
  if (asked) document_.request.lines = Array.from(asked, (line) => line ?? {});
  return document_;
}

function told(found, labelled) {
  const unknown = found.verdict === "unknown";
  const message = unknown ? `à préciser : ${found.missing_labels.join(", ")}` : found.message;
  const words = labelled && !unknown ? `${found.label} : ${message}` : message;
  const remedy = unknown ? found.title : found.remedy;
  return element("li", { className: found.severity }, words, element("small", {}, `${remedy} (${found.code}, ${found.source})`));
}

function show(answer) {
  document.querySelectorAll("#form .told").forEach((list) => list.remove());
  const elsewhere = [];
  for (const [path, findings] of Object.entries(answer.fields)) {
    const input = form.elements.namedItem(path);
    const place = input ? input.closest("label") : document.querySelector(`[data-path="${CSS.escape(path)}"]`);
    if (!place || place.hidden) elsewhere.push(...findings.map((found) => [`${found.code} ${found.message}`, told(found, true)]));
    else place.append(element("ul", { className: "told" }, ...findings.map((found) => told(found, false))));
  }
  document.getElementById("elsewhere").replaceChildren(...new Map(elsewhere).values());
  const verdict = !answer.valid ? "Une valeur est à corriger" : !answer.ok ? "Non conforme" : !answer.complete ? "Rien de contraire, à compléter" : "Conforme";
  document.getElementById("verdict").textContent = verdict;
  const quote = answer.quote;
  const amounts = quote ? [["Par mois", quote.monthly_total], ["Par an", quote.annual_total], ["Devis", quote.quoted_total]] : [];
  const rows = amounts.flatMap(([what, amount]) => [element("dt", {}, what), element("dd", {}, euros(amount))]);
  const partial = quote?.partial ? [element("dt", {}, "Encore à chiffrer"), element("dd", {}, quote.to_quote.join(", ") || "tout ou partie")] : [];
  document.getElementById("price").replaceChildren(...rows, ...partial);
  const events = answer.calendar?.events ?? [];
  document.getElementById("calendar").replaceChildren(
    ...events.map((each) => element("tr", {}, element("td", {}, day(each.date)), element("td", {}, `${each.what} (${each.source})`))),
  );
  document.body.dataset.answered = String(latest);
}

async function keep() {
  const rank = (latest += 1);
  const response = await fetch(`drafts/${encodeURIComponent(draft)}`, {
    method: "PUT",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(entered()),
  });
  const answer = await response.json();
  if (rank === latest) show(answer);
}

async function start() {
  offered = await (await fetch("choices")).json();
  const names = await (await fetch("drafts")).json();
  const kept = names.includes(draft) ? (await (await fetch(`drafts/${encodeURIComponent(draft)}`)).json()).document : {};
  for (const path of ["/commune/name", "/commune/insee", "/request/date"]) {
    form.elements.namedItem(path).value = path.slice(1).split("/").reduce((table, token) => table?.[token], kept) ?? "";
  }
  (kept.request?.lines ?? [{}]).forEach(addLine);
  document.getElementById("add").addEventListener("click", () => { addLine(); keep(); });
  form.addEventListener("input", keep);
  form.addEventListener("submit", (event) => event.preventDefault());
  await keep();
}

start();
