import { connect } from "/feeds/client.js";

/** As many rows as a person can look at. */
const most = 200;
const words = {
  live: "live",
  loading: "catching up",
  behind: "catching up",
  failed: "ended",
  closed: "ended",
};

const feeds = connect();
const view = document.querySelector("#view");
const state = document.querySelector("#state");
const note = document.querySelector("#note");
const body = document.querySelector("tbody");

/** What stands in the table: a row of three cells by the id of the product. */
let shown = new Map();
let products;
let changes = 0;

const { data: categories } = await (await fetch("/v1/categories?sort=name&page[size]=100")).json();
view.category.append(...categories.map(({ id, name }) => new Option(name, id)));
view.addEventListener("change", follow);
view.addEventListener("submit", (event) => event.preventDefault());
follow();

/** Follows what is chosen, in place of what was. */
function follow() {
  if (!view.reportValidity()) return;
  products?.close();
  const chosen = feeds.collection("product", {
    where: { category: view.category.value, price: { lt: view.price.value } },
    fields: ["name", "price", "inventoryCount"],
  });
  products = chosen;
  changes = 0;
  chosen.subscribe((step) => {
    if (step.type === "snapshot") showAll(chosen.rows);
    if (step.type === "changes") for (const change of step.changes) show(change);
    showState(step);
  });
  showAll(new Map());
  showState({ type: "loading" });
}

function showAll(rows) {
  const sorted = [...rows.values()].sort((one, other) => one.name.localeCompare(other.name));
  shown = new Map(sorted.slice(0, most).map((row) => [row.id, lineOf(row)]));
  body.replaceChildren(...shown.values());
}

function show(change) {
  changes++;
  if (change.op === "clear") return showAll(new Map());
  const line = shown.get(change.key);
  if (change.op === "remove") {
    line?.remove();
    shown.delete(change.key);
  } else if (line) fill(line, change.row, true);
  else if (shown.size < most) {
    const added = lineOf(change.row);
    shown.set(change.key, added);
    body.prepend(added);
    for (const cell of added.cells) flash(cell);
  }
}

function lineOf(row) {
  const line = document.createElement("tr");
  line.append(...["", "number", "number"].map(cellOf));
  fill(line, row, false);
  return line;
}

function cellOf(className) {
  const cell = document.createElement("td");
  cell.className = className;
  return cell;
}

function fill(line, row, isChange) {
  const texts = [row.name, row.price, row.inventoryCount === 0 ? "none" : String(row.inventoryCount)];
  texts.forEach((text, at) => {
    const cell = line.cells[at];
    if (cell.textContent === text) return;
    cell.textContent = text;
    if (isChange) flash(cell);
  });
  line.cells[2].classList.toggle("none", row.inventoryCount === 0);
}

/** Begins the animation again where it has not ended yet. */
function flash(cell) {
  cell.classList.remove("changed");
  void cell.offsetWidth;
  cell.classList.add("changed");
}

function showState(step) {
  state.dataset.state = products.state;
  document.querySelector("#state-words").textContent = words[products.state] ?? products.state;
  document.querySelector("#summary").textContent =
    `${counted(products.rows.size, "product")}, ${counted(changes, "change")} so far`;
  note.hidden = step.type !== "failed" && products.rows.size <= most;
  note.textContent = step.type === "failed" ? step.error.message : `The first ${most} by name are shown.`;
}

function counted(count, thing) {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}
