import type { Sequence, SequenceStep } from "../diagram.js";
import type { Box, Frame, Label, Line, Picture } from "../picture/picture.js";
import { heightOf, placeTexts, type Shown, widthOfAll } from "../picture/place-texts.js";
import { setText } from "../writing/text-block.js";
import { type Columns, columnsOf, participantTexts } from "./columns.js";
import { BESIDE_TITLE, INSET, MESSAGE, NOTE, ROOM, SELF, titleType } from "./measures.js";

/** A participant's box, and rows of what happens below. */
export function sequencePicture({ participants, steps }: Sequence): Picture {
  const columns = columnsOf(participants, steps);
  const head = Math.max(0, ...participants.map((one) => heightOf(participantTexts(one)))) + 2 * HEAD_ROOM;
  const drawn = drawSteps(steps, columns, head + 18);
  const bottom = drawn.y + 8;
  return {
    width: columns.width,
    height: bottom + head,
    frames: drawn.frames,
    boxes: [
      ...[0, bottom].flatMap((y, end) =>
        participants.map((one): Box => {
          const { x = 0, box = 0 } = columns.of(one.id) ?? {};
          const texts = participantTexts(one);
          const top = y + Math.round((head - heightOf(texts)) / 2);
          return {
            id: end === 0 ? one.id : `${one.id} below`,
            kind: one.kind,
            isFlat: true,
            x: x - box / 2,
            y,
            width: box,
            height: head,
            texts: placeTexts(texts, x, top),
          };
        }),
      ),
      ...drawn.notes,
    ],
    lines: [
      ...participants.flatMap(({ id }) => lifeline(id, columns, drawn.notes, head, bottom)),
      ...drawn.lines,
    ],
    labels: drawn.labels,
  };
}

const HEAD_ROOM = 10;

/** The dashed line below a participant, which stops at the notes that stand on it. */
function lifeline(
  id: string,
  columns: Columns,
  notes: readonly Box[],
  from: number,
  to: number,
): readonly Line[] {
  const x = columns.of(id)?.x ?? 0;
  const on = notes.filter((note) => note.x <= x && x <= note.x + note.width);
  const ends = [from, ...on.flatMap(({ y, height }) => [y, y + height]), to];
  return ends.flatMap((y, at) => {
    const end = ends[at + 1];
    return at % 2 === 0 && end !== undefined
      ? [
          {
            from: id,
            to: `${id} below`,
            look: "faint" as const,
            points: [
              { x, y },
              { x, y: end },
            ],
          },
        ]
      : [];
  });
}

interface Open {
  readonly title: readonly Shown[];
  readonly y: number;
  readonly depth: number;
}

function drawSteps(steps: readonly SequenceStep[], columns: Columns, top: number) {
  const drawn = {
    frames: [] as Frame[],
    notes: [] as Box[],
    lines: [] as Line[],
    labels: [] as Label[],
    y: top,
  };
  const open: Open[] = [];
  const depth = (): number => open.length;
  const close = () => {
    const frame = open.pop();
    if (!frame) return;
    const x = frame.depth * INSET;
    drawn.frames.push({
      id: `when ${drawn.frames.length}`,
      x,
      y: frame.y,
      width: columns.width - 2 * x,
      height: drawn.y - frame.y,
      texts: placeTexts(frame.title, x + BESIDE_TITLE / 2, frame.y + 6, "start"),
    });
    drawn.y += 14;
  };
  for (const step of steps) {
    if (step.step === "end") close();
    else if (step.step === "when") {
      const x = depth() * INSET;
      const title = [{ block: setText(step.text, titleType, columns.width - 2 * x - BESIDE_TITLE) }];
      open.push({ title, y: drawn.y, depth: depth() });
      drawn.y += heightOf(title) + 18;
    } else if (step.step === "note") {
      const texts = [{ block: setText(step.text, { size: 12 }, NOTE - 2 * ROOM) }];
      const height = heightOf(texts) + 2 * ROOM;
      const width = widthOfAll(texts) + 2 * ROOM;
      const { x = 0 } = columns.of(step.over) ?? {};
      const left = Math.round(x - width / 2);
      const place = { x: left, y: drawn.y, width, height };
      drawn.notes.push({
        id: `note ${drawn.notes.length}`,
        kind: "note",
        ...place,
        texts: placeTexts(texts, x, drawn.y + ROOM),
      });
      drawn.y += height + 14;
    } else drawn.y = drawMessage(step, columns, drawn.y, drawn.lines, drawn.labels);
  }
  while (open.length > 0) close();
  return drawn;
}

type Message = Extract<SequenceStep, { step: "message" }>;

/** A message: its text above its arrow; to oneself, beside a loop. Gives back where the next row begins. */
function drawMessage(step: Message, columns: Columns, y: number, lines: Line[], labels: Label[]): number {
  const { x: from = 0 } = columns.of(step.from) ?? {};
  const { x: to = 0 } = columns.of(step.to) ?? {};
  const isSelf = step.from === step.to;
  const room = isSelf ? MESSAGE : Math.max(MESSAGE, Math.abs(to - from) - 24);
  const texts: readonly Shown[] = [{ block: setText(step.text, { size: 12 }, room) }];
  const [width, height] = [widthOfAll(texts) + 6, heightOf(texts)];
  const look = step.kind === "call" ? "solid" : "dashed";
  const ends = { from: step.from, to: step.to, look, end: "arrow" } as const;
  if (isSelf) {
    const x = from + SELF + 8;
    const bottom = y + Math.max(24, height);
    labels.push({ x, y, width, height, texts: placeTexts(texts, x + 3, y, "start") });
    lines.push({
      ...ends,
      points: [
        { x: from, y: y + 4 },
        { x: from + SELF, y: y + 4 },
        { x: from + SELF, y: bottom },
        { x: from, y: bottom },
      ],
    });
    return bottom + 16;
  }
  const x = Math.round((from + to) / 2);
  const left = Math.round(x - width / 2);
  labels.push({ x: left, y, width, height, texts: placeTexts(texts, x, y) });
  const at = y + height + 5;
  lines.push({
    ...ends,
    points: [
      { x: from, y: at },
      { x: to, y: at },
    ],
  });
  return at + 16;
}
