import type { EntityNeed } from "../../needs/index.js";
import type { EntityDemand } from "../capacity.js";
import { maxAlign, page } from "../layout/page.js";
import { storageOf } from "../layout/storage-type.js";
import { tupleBytes } from "../layout/tuple.js";
import { columnsInWords } from "./phrase.js";

export const secondsOfAYear = 365 * 86_400;

/** The columns that every table of Lintel has: id, createdAt, updatedAt, version. */
const own = ["uuid", "timestamptz", "timestamptz", "integer"].map(storageOf);
const ownBytes = [16, 8, 8, 4];

/**
 * Part of a page of a btree that is filled where keys come in no order: ln 2, as pages that are split are half full and fill up again.
 * Source: A. Yao, "On random 2-3 trees", Acta Informatica 9, 1978.
 */
const filledAtRandom = Math.LN2;

/** What one entity comes to, by the words of the brief: rough, within a factor of two where the words are those of the table of phrases. */
export function entityDemand(entity: EntityNeed, all: readonly EntityNeed[]): EntityDemand {
  const columns = columnsInWords(
    entity.holds,
    all.map(({ name }) => name),
  );
  const types = [...own, ...columns.map(({ type }) => type)];
  const tuple = tupleBytes(types, [...ownBytes, ...columns.map(({ bytes }) => bytes)]);
  // By its id, by when it was made, and by what it refers to.
  const keys = [16, 24, ...columns.filter(({ indexed }) => indexed).map(() => 32)];
  const indexes = keys.reduce((sum, key) => sum + (maxAlign(8 + key) + page.linePointer) / filledAtRandom, 0);
  return Object.freeze({
    name: entity.name,
    rows: Object.freeze({ now: entity.now, inAYear: entity.inAYear }),
    rowBytes: Math.ceil(maxAlign(tuple) + page.linePointer + indexes),
    writes: writesOf(entity),
  });
}

/** Rows that come in a second: what is there in a year more than now, and what has come and gone meanwhile. */
function writesOf({ now, inAYear, keptFor }: EntityNeed): number {
  const more = Math.max(0, inAYear - now) / secondsOfAYear;
  return keptFor === undefined || keptFor <= 0 || keptFor >= secondsOfAYear
    ? more
    : Math.max(more, inAYear / keptFor);
}
