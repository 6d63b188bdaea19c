import type { SystemModel } from "@lintel/runtime/tools";
import type { Needs } from "../../needs/index.js";
import type { Demand, Stored, TableEstimate } from "../capacity.js";
import { partOfRows } from "./tables-of.js";

/**
 * Part of a table that may be rows which were changed or deleted, before PostgreSQL cleans it up (`autovacuum_vacuum_scale_factor`, PostgreSQL
 * documentation, "Automatic Vacuuming").
 */
const deadRows = 0.2;
/** How much larger a btree is whose keys came in no order (ln 2 of each page filled) than one that was built (nine tenths). */
const grownIndex = 0.9 / Math.LN2 - 1;
/** A change in the log: two rows with the row before and after it as JSON, which is about twice as wide as the row. A rule of thumb. */
const logRow = { fixed: 260, times: 2.2 };
/** Rows that a command writes, and the part of its writing that ends in the write-ahead log: images of whole pages make it three times as much. */
const rowsOfACommand = 4;
const walTimes = 3;
/** Full copies that are kept, and the days of write-ahead log between them. */
const copies = 2;
const walDays = 7;

const dayInSeconds = 86_400;

/** All that has to be kept, now and in a year. */
export function storageOf(
  needs: Needs,
  demand: Demand,
  model: SystemModel,
  tables: readonly TableEstimate[],
): readonly Stored[] {
  const from = [...new Set(tables.flatMap((table) => table.from))];
  const at = (when: "now" | "inAYear") => ({
    tables: sumOf(tables, ({ bytes, outside }) => bytes[when] + outside[when]),
    indexes: sumOf(tables, ({ indexes }) => sumOf(indexes, ({ bytes }) => bytes[when])),
  });
  const [now, inAYear] = [at("now"), at("inAYear")];
  const database: readonly Stored[] = [
    {
      what: "Tables",
      where: "database",
      now: now.tables,
      inAYear: inAYear.tables,
      because: "Rows as PostgreSQL lays them out, and what is too long for its row.",
      from,
    },
    {
      what: "Indexes",
      where: "database",
      now: now.indexes,
      inAYear: inAYear.indexes,
      because: "As they are built.",
      from,
    },
    {
      what: "Room that changes need",
      where: "database",
      now: now.tables * deadRows + now.indexes * grownIndex,
      inAYear: inAYear.tables * deadRows + inAYear.indexes * grownIndex,
      because:
        "A fifth of each table may be rows of before until it is cleaned up, and an index whose keys come in no order is three tenths larger.",
      from,
    },
    ...logOf(needs, demand, model, tables),
  ];
  const kept = (when: "now" | "inAYear") => sumOf(database, (one) => one[when]);
  const wal = changesASecond(demand) * rowOf(tables) * walTimes * walDays * dayInSeconds;
  const backups: Stored = {
    what: "Backups",
    where: "backups",
    now: kept("now") * copies + wal,
    inAYear: kept("inAYear") * copies + wal * grownBy(needs),
    because: `Two full copies, and the write-ahead log of ${walDays} days between them.`,
    from: [...new Set([...needs.rpo.from, ...needs.load.usual.from, ...from])],
  };
  return [...database, backups, ...filesOf(needs)].map((one) => Object.freeze(one));
}

/** What the ordered logs hold for as long as they are kept, where the blueprint has any. */
function logOf(
  needs: Needs,
  demand: Demand,
  model: SystemModel,
  tables: readonly TableEstimate[],
): readonly Stored[] {
  const logged = model.services.filter(({ log }) => log !== undefined);
  if (logged.length === 0) return [];
  const isAll = logged.length === model.services.length;
  const seconds = Math.max(...logged.map(({ log }) => (log?.keep ?? 0) / 1_000));
  const most = sumOf(logged, ({ log }) => log?.maxBytes ?? Number.POSITIVE_INFINITY);
  const part = partOfRows(tables, (name) => logged.some((service) => service.name === name)) ?? 1;
  const bytes = changesASecond(demand, part) * (logRow.fixed + logRow.times * rowOf(tables)) * seconds;
  return [
    {
      what: "Ordered log",
      where: "database",
      now: Math.min(most, bytes),
      inAYear: Math.min(most, bytes * grownBy(needs)),
      because: isAll
        ? "Every change at the usual load, for as long as the log is kept."
        : "Every change of a service that has one, at the usual load, for as long as it is kept.",
      from: needs.load.usual.from,
    },
  ];
}

function filesOf(needs: Needs): readonly Stored[] {
  return needs.files === undefined
    ? []
    : [
        {
          what: "Files",
          where: "files",
          now: 0,
          inAYear: needs.files.value.together,
          because: "What the brief says comes in a year.",
          from: needs.files.from,
        },
      ];
}

/** Rows that are written a second at the usual load: that part of all messages, and what commands write. */
function changesASecond({ rates, requests, entities }: Demand, part = 1): number {
  const usual = requests.most > 0 ? requests.usual / requests.most : 0;
  return Math.max(rates.command * usual * rowsOfACommand, sumOf(entities, ({ writes }) => writes) * part);
}

/** Bytes of a row, of those that come most. */
function rowOf(tables: readonly TableEstimate[]): number {
  const rows = sumOf(tables, (table) => table.rows.inAYear);
  return rows === 0 ? 200 : sumOf(tables, (table) => table.rowBytes * table.rows.inAYear) / rows;
}

function grownBy(needs: Needs): number {
  return (1 + Math.max(0, needs.growth.value)) ** 12;
}

function sumOf<T>(list: readonly T[], of: (one: T) => number): number {
  return list.reduce((sum, one) => sum + of(one), 0);
}
