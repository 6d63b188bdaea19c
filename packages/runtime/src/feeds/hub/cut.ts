import type { ViewChange } from "../view/view.js";
import { createFrame, type Frame } from "./frame.js";

/** What became of a view over a stretch of the log. */
export interface Batch {
  readonly epoch: string;
  /** The last position that was looked at. */
  readonly to: number;
  /** The end of the last transaction that ends in it; below its beginning where none does. */
  readonly settled: number;
  readonly changes: readonly ViewChange[];
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
  const pieces: Piece[] = [];
  let told = from;
  let texts: string[] = [];
  let characters = 0;
  const emit = (position: number, opens?: number) => {
    const cursor = opens === undefined ? `${batch.epoch}:${position}` : undefined;
    const partial = opens === undefined ? "" : ',"partial":true';
    const text = `{"type":"changes","id":${id},"previous":${told.position},"position":${position}${partial},"changes":[${texts.join(",")}]}`;
    told = opens === undefined ? { position } : { position, opens };
    pieces.push({ frame: createFrame("changes", text, texts.length, cursor), told });
    texts = [];
    characters = 0;
  };
  const fits = (count: number, size: number) =>
    texts.length + count <= limits.changes && characters + size <= limits.characters;
  const add = ({ text }: ViewChange) => {
    texts.push(text);
    characters += text.length + 1;
  };

  let lastEnd = from.position;
  for (const group of transactionsOf(batch.changes, from.position)) {
    const [first] = group.changes;
    if (!first) continue;
    const isWhole = first.ends <= batch.to;
    if (told.opens !== undefined && told.opens !== first.ends && texts.length === 0) emit(told.opens);
    if (texts.length > 0 && !(isWhole && fits(group.changes.length, group.characters))) emit(lastEnd);
    let previous = first;
    for (const change of group.changes) {
      if (texts.length > 0 && !fits(1, change.text.length)) {
        // Of whole transactions only one that fits follows another in a message: what is given up here is a part of this one.
        emit(previous.position, first.ends);
      }
      add(change);
      previous = change;
    }
    if (!isWhole) emit(batch.to, first.ends);
    lastEnd = first.ends;
  }
  if (texts.length > 0) emit(Math.max(lastEnd, batch.settled));
  else if (told.opens !== undefined && told.opens <= batch.to) emit(Math.max(told.opens, batch.settled));
  return pieces;
}

interface Group {
  readonly changes: ViewChange[];
  characters: number;
}

function* transactionsOf(changes: readonly ViewChange[], after: number): Generator<Group> {
  let group: Group | undefined;
  let ends = Number.NaN;
  for (const change of changes) {
    if (change.position <= after) continue;
    if (!group || change.ends !== ends) {
      if (group) yield group;
      group = { changes: [], characters: 0 };
      ends = change.ends;
    }
    group.changes.push(change);
    group.characters += change.text.length + 1;
  }
  if (group) yield group;
}
