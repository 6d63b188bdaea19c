import type { Sequence, SequenceStep } from "../diagram.js";
import { type Shown, widthOfAll } from "../picture/place-texts.js";
import { setText } from "../writing/text-block.js";
import { BESIDE_TITLE, INSET, MESSAGE, NOTE, PARTICIPANT, ROOM, SELF, TITLE, titleType } from "./measures.js";

type Participant = Sequence["participants"][number];

export interface Columns {
  /** Where a participant's line stands, and how wide its box is. */
  of(id: string): { readonly x: number; readonly box: number } | undefined;
  readonly width: number;
}

/** Free room at either side, within which frames begin. */
const SIDE = 50;

export function participantTexts({ title }: Participant): readonly Shown[] {
  return [{ block: setText(title, { size: 13, bold: true }, PARTICIPANT) }];
}

/** Columns so far apart that boxes, notes and the texts between neighbours have room. */
export function columnsOf(participants: readonly Participant[], steps: readonly SequenceStep[]): Columns {
  const boxes = participants.map((one) => even(widthOfAll(participantTexts(one)) + 24));
  const position = new Map(participants.map(({ id }, at) => [id, at]));
  const beside = participants.map(() => ({ left: 0, right: 0 }));
  const gaps = participants.map((_, at) => (boxes[at] ?? 0) / 2 + (boxes[at + 1] ?? 0) / 2 + 30);
  const widen = (at: number, by: number) => {
    gaps[at] = Math.max(gaps[at] ?? 0, by);
  };
  for (const step of steps) {
    if (step.step === "note") {
      const half = Math.ceil(noteWidth(step.text) / 2);
      const side = beside[position.get(step.over) ?? -1];
      if (side) Object.assign(side, { left: Math.max(side.left, half), right: Math.max(side.right, half) });
    }
    if (step.step !== "message") continue;
    const [from, to] = [position.get(step.from) ?? 0, position.get(step.to) ?? 0];
    const width = messageWidth(step.text);
    if (from === to) {
      const side = beside[from];
      if (side) side.right = Math.max(side.right, SELF + 8 + width);
    } else if (Math.abs(from - to) === 1) widen(Math.min(from, to), width + 24);
    else widen(Math.min(from, to), Math.min(width + 24, MESSAGE + 24));
  }
  beside.forEach(({ right }, at) => {
    widen(at, right + 16);
    widen(at - 1, (beside[at]?.left ?? 0) + 16);
  });
  const last = participants.length - 1;
  const first = Math.max((boxes[0] ?? 0) / 2, beside[0]?.left ?? 0);
  const between = gaps.slice(0, -1).reduce((sum, gap) => sum + gap, 0);
  const needed = first + between + Math.max((boxes[last] ?? 0) / 2, beside[last]?.right ?? 0);
  const side = Math.max(SIDE, Math.ceil((leastWidth(steps) - needed) / 2));
  const places = new Map<string, { readonly x: number; readonly box: number }>();
  let x = side + first;
  participants.forEach(({ id }, at) => {
    places.set(id, { x: Math.round(x), box: boxes[at] ?? 0 });
    x += gaps[at] ?? 0;
  });
  return { of: (id) => places.get(id), width: Math.ceil(needed + 2 * side) };
}

/** So wide that each title of what happens only at times has its room within the frames around it. */
function leastWidth(steps: readonly SequenceStep[]): number {
  let [depth, least] = [0, 0];
  for (const step of steps) {
    if (step.step === "end") depth -= 1;
    if (step.step !== "when") continue;
    const title = Math.max(TITLE, setText(step.text, titleType, TITLE).width);
    least = Math.max(least, title + BESIDE_TITLE + 2 * INSET * depth);
    depth += 1;
  }
  return least;
}

function noteWidth(text: string): number {
  return setText(text, { size: 12 }, NOTE - 2 * ROOM).width + 2 * ROOM;
}

function messageWidth(text: string): number {
  return setText(text, { size: 12 }, MESSAGE).width + 6;
}

function even(width: number): number {
  return 2 * Math.ceil(width / 2);
}
