import type { SystemModel } from "@lintel/runtime/tools";
import { digestOfData } from "../brief/canonical.js";
import { type Brief, digestsOfAnswers } from "../brief/index.js";
import {
  type Architecture,
  architectureOf,
  type DocumentFile,
  documentsOf,
  type Grounds,
  recordsOf,
} from "../design/index.js";
import { emptyDesign, openDesign, type StoredDesign } from "../design/store/index.js";
import { pricesOf, widthsOf } from "./figures.js";
import { groundsWith } from "./grounds-with.js";

/** The design of a project as it follows from its brief and its blueprint now, whatever was written before. */
export interface ReadDesign {
  readonly architecture: Architecture;
  /** What the documents say now. */
  readonly documents: readonly DocumentFile[];
  /** As it was last written; undefined where nothing was designed yet. */
  readonly stored: StoredDesign | undefined;
}

/**
 * Works out the design of a project, and writes nothing.
 *
 * @param at RFC 3339, UTC: the date of records that are not written yet
 * @throws ToolError any of `openDesign` and of the prices
 */
export function readDesign(
  directory: string,
  { brief, model, at }: { readonly brief: Brief; readonly model: SystemModel; readonly at: string },
): ReadDesign {
  const stored = openDesign(directory);
  const { overrides: all, records } = stored ?? emptyDesign;
  const { grounds, overrides } = groundsWith(brief, all);
  const architecture = worked(directory, grounds, {
    model,
    overrides,
    records: recordsOf(grounds.decisions, records, at, answersAreThose(brief, stored)),
  });
  return { architecture, documents: documentsOf(architecture), stored };
}

/** Whether the brief answers as it did when the design was last written. */
export function answersAreThose(brief: Brief, stored: StoredDesign | undefined): boolean {
  return stored !== undefined && digestOfData(digestsOfAnswers(brief)) === digestOfData(stored.from);
}

/** The architecture of what is known, with the prices of the project and the widths that were measured. */
export function worked(
  directory: string,
  grounds: Grounds,
  given: Pick<StoredDesign, "overrides" | "records"> & { readonly model: SystemModel },
): Architecture {
  const [prices, widths] = [pricesOf(directory), widthsOf(directory)];
  return architectureOf({ ...given, brief: grounds.brief, prices, widths }, grounds);
}
