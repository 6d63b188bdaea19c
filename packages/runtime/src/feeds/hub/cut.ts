import type { ViewChanges } from "../view/changes.js";
import { createFrame, type Frame } from "./frame.js";

/** What became of a view over a stretch of the log. */
export interface Batch {
  readonly epoch: string;
  /** The last position that was looked at. */
  readonly to: number;
  /** The end of the last transaction that ends in it; below its beginning where none does. */
  readonly settled: number;
  readonly changes: ViewChanges;
}

/** How far a follower was told. */
export interface Told {
  readonly position: number;
  /**
   * Where the transaction ends of which it was told a part; infinite where that is not known yet. Undefined where it was told whole transactions.
   */
  readonly opens?: number | undefined;
}

/** A message for a follower, and how far it is told then. */
export interface Piece {
  readonly frame: Frame;
  readonly told: Told;
}

/** Of one message at most. One change is always given, however long it is. */
interface MessageLimits {
  readonly changes: number;
  readonly characters: number;
}

/**
 * Cuts a batch into messages for followers that were told so far: those of its changes that come after that, each message ending where a transaction ends.
 * A transaction that is too large for one message, or goes on after the batch, is told in parts. A part that was told is
 * closed when its transaction ends, also where nothing more of it is in the view. Without anything to say there is no message.
 */
export function cut(id: number, from: Told, batch: Batch, limits: MessageLimits): readonly Piece[] {
  const { changes } = batch;
  const pieces: Piece[] = [];
  let told = from;
  /** The changes from `begun` up to `held` are the next message's. */
  let begun = 0;
  while (begun < changes.length && changes.position(begun) <= from.position) begun += 1;
  let held = begun;
  const emit = (position: number, opens?: number) => {
    const cursor = opens === undefined ? `${batch.epoch}:${position}` : undefined;
    const partial = opens === undefined ? "" : ',"partial":true';
    const about = `"id":${id},"previous":${told.position},"position":${position}${partial}`;
    const texts = held > begun ? changes.text(begun, held) : "";
    told = opens === undefined ? { position } : { position, opens };
    const text = `{"type":"changes",${about},"changes":[${texts}]}`;
    pieces.push({ frame: createFrame("changes", text, held - begun, cursor), told });
    begun = held;
  };
  const fits = (to: number) =>
    to - begun <= limits.changes && changes.size(begun, to) <= limits.characters + 1;

  let lastEnd = from.position;
  while (held < changes.length) {
    const ends = changes.ends(held);
    const next = afterTransaction(changes, held);
    const isWhole = ends <= batch.to;
    if (told.opens !== undefined && told.opens !== ends && held === begun) emit(told.opens);
    if (held > begun && !(isWhole && fits(next))) emit(lastEnd);
    for (; held < next; held += 1) {
      // Of whole transactions only one that fits follows another in a message: what is given up here is a part of this one.
      if (held > begun && !fits(held + 1)) emit(changes.position(held - 1), ends);
    }
    if (!isWhole) emit(batch.to, ends);
    lastEnd = ends;
  }
  if (held > begun) emit(Math.max(lastEnd, batch.settled));
  else if (told.opens !== undefined && told.opens <= batch.to) emit(Math.max(told.opens, batch.settled));
  return pieces;
}

/** The first change that is not of the same transaction as this one. */
function afterTransaction(changes: ViewChanges, at: number): number {
  const ends = changes.ends(at);
  let next = at + 1;
  while (next < changes.length && changes.ends(next) === ends) next += 1;
  return next;
}
