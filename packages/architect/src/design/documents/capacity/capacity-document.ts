import type { Architecture } from "../../architecture.js";
import { spareWords } from "../../capacity/index.js";
import {
  blocks,
  escapeMarkdown,
  heading,
  inCode,
  link,
  list,
  picture,
  provisional,
  refs,
  sayNumber,
  sayPercent,
  sayRate,
  saySize,
  type TableColumn,
  table,
  withRefs,
} from "../../text/index.js";
import { rounded, sayAmount, sayFull } from "./amounts.js";

const right = (title: string): TableColumn => ({ title, align: "right" });

/** `capacity.md`: what comes, what is kept, what it runs on, when each part is full, and what it costs. */
export function capacityDocument(architecture: Architecture): string {
  const { needs, capacity } = architecture;
  return `${blocks(
    heading(1, `${needs.name}: capacity`),
    `Worked out of the brief and the blueprint, and of what was measured of Lintel. The same figures are in ${link("capacity.csv", "capacity.csv")} for a spreadsheet.`,
    provisional(capacity.demand.missing),
    glance(architecture),
    saturation(architecture),
    services(architecture),
    tables(architecture),
    storage(architecture),
    costs(architecture),
    formulaSection(architecture),
  )}\n`;
}

function glance({ needs, capacity }: Architecture): string {
  const { demand, machines, costs } = capacity;
  const { requests, stored } = demand;
  const assumed = (known: { readonly assumed?: { readonly because: string } }) =>
    known.assumed ? ` (taken: ${escapeMarkdown(known.assumed.because)})` : "";
  const rows = [
    [
      "Requests, usually",
      sayRate(requests.usual),
      "",
      refs(needs.load.usual.from) + assumed(needs.load.usual),
    ],
    ["Requests, at the peak of a day", sayRate(requests.peak), "", refs(needs.load.peak.from)],
    [
      "Requests, at the most",
      sayRate(requests.most),
      sayRate(requests.mostInAYear),
      refs([...needs.load.most.from, ...needs.growth.from]) + assumed(needs.growth),
    ],
    ["Of them only read", sayPercent(demand.reads), "", "a rule of thumb for systems of its kind"],
    ["Clients that follow changes", sayNumber(demand.followers), "", refs(needs.load.concurrent.from)],
    [
      "Rows and indexes, by the words of the brief",
      saySize(stored.now),
      saySize(stored.inAYear),
      refs(needs.entities.flatMap(({ from }) => from)),
    ],
    [
      "Of them read often (working set)",
      "",
      saySize(demand.workingSet),
      refs(needs.entities.flatMap(({ from }) => from)),
    ],
    [
      `Instances of the server, ${spareWords(machines)}`,
      "",
      sayNumber(machines.instances),
      refs(needs.load.most.from),
    ],
    [
      "Machines for PostgreSQL",
      "",
      `${sayNumber(machines.databases)} × ${sayNumber(machines.database.cores)} processors, ${sayNumber(machines.database.memory)} GB`,
      refs([...needs.uptime.from, ...needs.rpo.from]),
    ],
    ["Costs a month", "", `${sayNumber(costs.total)} ${escapeMarkdown(costs.currency)}`, refs(costs.from)],
  ];
  return blocks(
    heading(2, "At a glance"),
    table(["", right("now"), right("in a year"), "from"], rows),
    picture("What each part has to bear, now and in a year, as a part of what it can bear", "capacity.svg"),
  );
}

function saturation({ capacity }: Architecture): string {
  const rows = capacity.parts.map(({ part, measure, unit, limit, now, inAYear, months, from }) => [
    escapeMarkdown(part),
    escapeMarkdown(`${measure}${unit === "bytes" ? "" : `, ${unit}`}`),
    sayAmount(now, unit),
    sayAmount(inAYear, unit),
    sayAmount(limit, unit),
    sayFull(months),
    refs(from),
  ]);
  return blocks(
    heading(2, "When each part is full"),
    "At the growth of the brief, the part that is full first comes first. A limit is what the machines of this plan bear, with room for what nobody foresaw.",
    table(["part", "measure", right("now"), right("in a year"), right("limit"), "full", "from"], rows),
    "What to do then:",
    list(
      capacity.parts.map(({ part, remedy, from }) =>
        withRefs(`${escapeMarkdown(part)}: ${escapeMarkdown(remedy)}`, from),
      ),
    ),
  );
}

function services({ capacity }: Architecture): string | undefined {
  if (capacity.services.length === 0) return undefined;
  const rows = capacity.services.map((one) => [
    inCode(one.service),
    sayNumber(rounded(one.requests)),
    sayNumber(rounded(one.statements)),
    sayNumber(rounded(one.inWork)),
    sayNumber(one.pool),
    sayNumber(one.instances),
    saySize(one.stored),
    refs(one.from),
  ]);
  return blocks(
    heading(2, "Services"),
    "At the most that ever comes. In work at once are requests as if each took as long as the brief allows (Little's law). Connections are those of one instance to PostgreSQL.",
    table(
      [
        "service",
        right("requests a second"),
        right("statements a second"),
        right("in work at once"),
        right("connections"),
        right("instances"),
        right("kept in a year"),
        "from",
      ],
      rows,
    ),
  );
}

function tables({ capacity }: Architecture): string | undefined {
  if (capacity.tables.length === 0) return undefined;
  const rows = capacity.tables.map((one) => [
    inCode(`${one.service}.${one.table}`),
    sayNumber(one.rows.now),
    sayNumber(one.rows.inAYear),
    sayNumber(Math.round(one.rowBytes)),
    saySize(one.bytes.now + one.outside.now),
    saySize(one.bytes.inAYear + one.outside.inAYear),
    saySize(one.indexes.reduce((sum, { bytes }) => sum + bytes.inAYear, 0)),
    one.assumed === undefined ? refs(one.from) : "taken",
  ]);
  const indexes = capacity.tables.flatMap((one) =>
    one.indexes.map(({ name, bytes }) => [
      inCode(`${one.service}.${name}`),
      saySize(bytes.now),
      saySize(bytes.inAYear),
      refs(one.from),
    ]),
  );
  const assumed = [...new Set(capacity.tables.flatMap((one) => one.assumed ?? []))];
  return blocks(
    heading(2, "Tables and indexes"),
    "As PostgreSQL lays them out, freshly written; a row with its line pointer and padding.",
    table(
      [
        "table",
        right("rows"),
        right("rows in a year"),
        right("bytes of a row"),
        right("now"),
        right("in a year"),
        right("its indexes in a year"),
        "from",
      ],
      rows,
    ),
    assumed.length > 0 ? list(assumed.map(escapeMarkdown)) : undefined,
    table(["index", right("now"), right("in a year"), "from"], indexes),
  );
}

function storage({ capacity }: Architecture): string | undefined {
  if (capacity.storage.length === 0) return undefined;
  return blocks(
    heading(2, "What is kept"),
    table(
      ["what", "where", right("now"), right("in a year"), "how it was worked out"],
      capacity.storage.map(({ what, where, now, inAYear, because, from }) => [
        escapeMarkdown(what),
        where,
        saySize(now),
        saySize(inAYear),
        withRefs(escapeMarkdown(because), from),
      ]),
    ),
  );
}

function costs({ capacity }: Architecture): string {
  const { currency, lines, total, budget, notes, from } = capacity.costs;
  const money = (value: number) => `${sayNumber(value)} ${escapeMarkdown(currency)}`;
  const verdict =
    budget === undefined
      ? `${money(total)} a month.`
      : `${money(total)} a month, of ${money(budget)} that the brief allows: ${total <= budget ? `${money(Math.round(budget - total))} are left.` : `**${money(Math.round(total - budget))} too much.**`}`;
  return blocks(
    heading(2, "Costs a month"),
    ...notes.map((note) => `**${escapeMarkdown(note)}**`),
    withRefs(verdict, from),
    table(
      ["item", right("quantity"), "unit", right("price"), right("amount"), "price from"],
      lines.map(({ item, quantity, unit, price, amount, source }) => [
        escapeMarkdown(item),
        sayNumber(quantity),
        escapeMarkdown(unit),
        sayNumber(price),
        sayNumber(amount),
        escapeMarkdown(source),
      ]),
    ),
  );
}

function formulaSection({ capacity }: Architecture): string | undefined {
  if (capacity.formulas.length === 0) return undefined;
  return blocks(
    heading(2, "How it was worked out"),
    table(
      ["what", "formula", "units", "source"],
      capacity.formulas.map(({ title, formula, units, source }) => [
        escapeMarkdown(title),
        inCode(formula),
        escapeMarkdown(units),
        escapeMarkdown(source),
      ]),
    ),
  );
}
