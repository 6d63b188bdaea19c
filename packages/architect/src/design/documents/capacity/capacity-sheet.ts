import type { Architecture } from "../../architecture.js";
import { spareWords } from "../../capacity/index.js";
import { cleanLine } from "../../text/index.js";

const titles = [
  "section",
  "item",
  "measure",
  "unit",
  "now",
  "in a year",
  "limit",
  "months until full",
  "price",
  "amount",
  "from",
] as const;

type Row = { readonly [title in (typeof titles)[number]]?: string | number };

/**
 * `capacity.csv`: all figures in one table, after RFC 4180. A cell of text that a spreadsheet would take for a formula begins with an
 * apostrophe, which spreadsheets hide.
 */
export function capacitySheet({ capacity }: Architecture): string {
  const { demand, services, tables, storage, parts, costs } = capacity;
  const from = (ids: readonly string[]) => [...new Set(ids)].sort().join(" ");
  const load = { section: "load", from: from(demand.from) };
  const rows: readonly Row[] = [
    { ...load, item: "requests", measure: "usual", unit: "a second", now: demand.requests.usual },
    { ...load, item: "requests", measure: "peak", unit: "a second", now: demand.requests.peak },
    {
      ...load,
      item: "requests",
      measure: "most",
      unit: "a second",
      now: demand.requests.most,
      "in a year": demand.requests.mostInAYear,
    },
    { ...load, item: "requests", measure: "that only read", unit: "part of 1", now: demand.reads },
    { ...load, item: "statements", measure: "of a request", unit: "", now: demand.statementsPerRequest },
    { ...load, item: "followers", measure: "connections", unit: "", now: demand.followers },
    { ...load, item: "working set", measure: "memory", unit: "bytes", "in a year": demand.workingSet },
    {
      ...load,
      item: "instances",
      measure: spareWords(capacity.machines),
      unit: "",
      "in a year": capacity.machines.instances,
    },
    ...services.flatMap((one): readonly Row[] => [
      {
        section: "service",
        item: one.service,
        measure: "requests",
        unit: "a second",
        now: one.requests,
        from: from(one.from),
      },
      {
        section: "service",
        item: one.service,
        measure: "statements",
        unit: "a second",
        now: one.statements,
        from: from(one.from),
      },
      {
        section: "service",
        item: one.service,
        measure: "in work at once",
        unit: "",
        now: one.inWork,
        from: from(one.from),
      },
      {
        section: "service",
        item: one.service,
        measure: "connections of an instance",
        unit: "",
        "in a year": one.pool,
        from: from(one.from),
      },
      {
        section: "service",
        item: one.service,
        measure: "instances",
        unit: "",
        "in a year": one.instances,
        from: from(one.from),
      },
    ]),
    ...tables.flatMap((one): readonly Row[] => {
      const item = `${one.service}.${one.table}`;
      const ids = from(one.from);
      return [
        {
          section: "table",
          item,
          measure: "rows",
          unit: "",
          now: one.rows.now,
          "in a year": one.rows.inAYear,
          from: ids,
        },
        { section: "table", item, measure: "a row", unit: "bytes", now: one.rowBytes, from: ids },
        {
          section: "table",
          item,
          measure: "table",
          unit: "bytes",
          now: one.bytes.now,
          "in a year": one.bytes.inAYear,
          from: ids,
        },
        {
          section: "table",
          item,
          measure: "outside of its rows",
          unit: "bytes",
          now: one.outside.now,
          "in a year": one.outside.inAYear,
          from: ids,
        },
        ...one.indexes.map(
          ({ name, bytes }): Row => ({
            section: "index",
            item: `${one.service}.${name}`,
            measure: "index",
            unit: "bytes",
            now: bytes.now,
            "in a year": bytes.inAYear,
            from: ids,
          }),
        ),
      ];
    }),
    ...storage.map(
      (one): Row => ({
        section: "kept",
        item: one.what,
        measure: one.where,
        unit: "bytes",
        now: one.now,
        "in a year": one.inAYear,
        from: from(one.from),
      }),
    ),
    ...parts.map(
      (one): Row => ({
        section: "part",
        item: one.part,
        measure: one.measure,
        unit: one.unit,
        now: one.now,
        "in a year": one.inAYear,
        limit: one.limit,
        ...(one.months !== undefined && { "months until full": one.months }),
        from: from(one.from),
      }),
    ),
    ...costs.lines.map(
      (one): Row => ({
        section: "cost",
        item: one.item,
        measure: `${costs.currency} a month`,
        unit: one.unit,
        "in a year": one.quantity,
        price: one.price,
        amount: one.amount,
      }),
    ),
    { section: "cost", item: "all", measure: `${costs.currency} a month`, amount: costs.total },
    ...(costs.budget === undefined
      ? []
      : [
          {
            section: "cost",
            item: "budget",
            measure: `${costs.currency} a month`,
            amount: costs.budget,
            from: from(costs.from),
          },
        ]),
  ];
  return [titles.join(","), ...rows.map((row) => titles.map((title) => cell(row[title])).join(","))]
    .map((line) => `${line}\r\n`)
    .join("");
}

/** One that a spreadsheet takes for a formula, whatever spaces stand before it (OWASP, "CSV Injection"). */
const likeFormula = /^\s*[=+\-@\t\r|%]/u;

function cell(value: string | number | undefined): string {
  if (value === undefined) return "";
  if (typeof value === "number") return String(Math.round(value * 1_000) / 1_000);
  const text = cleanLine(value);
  const safe = likeFormula.test(text) ? `'${text}` : text;
  return /[",\r\n']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
