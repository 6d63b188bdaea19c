import type { EntityDiagram } from "../diagram.js";
import type { Size } from "../layered/layered-graph.js";
import type { Box, PlacedText, Rectangle } from "../picture/picture.js";
import { heightOf, placeTexts, type Shown } from "../picture/place-texts.js";
import { setText } from "../writing/text-block.js";

type Entity = EntityDiagram["entities"][number];

const WIDEST = 230;
const NARROWEST = 130;
const ASIDE = 10;
const ABOVE = 8;
const BETWEEN = 14;
/** For the mark of a key. */
const KEY = 24;

interface FieldRow {
  readonly mark: Shown;
  readonly name: Shown;
  readonly type: Shown;
  readonly height: number;
}

/** A table as a box: its title, and a row for each field with key, name and type. */
export interface EntityBox {
  readonly id: string;
  readonly size: Size;
  /** In a room that is as wide as its size, and as high at least. */
  place(room: Rectangle): Box;
}

const marks = { primary: "PK", foreign: "FK", unique: "UK" } as const;

/** Measures the box of a table; it grows with what stands in it. */
export function entityBox({ id, title, fields }: Entity): EntityBox {
  const head: readonly Shown[] = [{ block: setText(title, { size: 13, bold: true }, WIDEST + KEY) }];
  const rows: readonly FieldRow[] = fields.map(({ name, type, key, optional }) => {
    const row = {
      mark: { block: setText(key ? marks[key] : "", { size: 10, bold: true }, KEY), muted: true },
      name: { block: setText(name, { size: 12 }, WIDEST) },
      type: { block: setText(`${type}${optional ? "?" : ""}`, { size: 12 }, WIDEST), muted: true },
    };
    return { ...row, height: Math.max(...[row.mark, row.name, row.type].map((one) => heightOf([one]))) + 2 };
  });
  const names = Math.max(0, ...rows.map(({ name }) => name.block.width));
  const types = Math.max(0, ...rows.map(({ type }) => type.block.width));
  const body = rows.reduce((sum, { height }) => sum + height, 0);
  const headHeight = heightOf(head) + 2 * ABOVE;
  const width = Math.max(
    NARROWEST,
    (head[0]?.block.width ?? 0) + 2 * ASIDE,
    rows.length > 0 ? KEY + names + BETWEEN + types + 2 * ASIDE : 0,
  );
  return {
    id,
    size: { width, height: headHeight + (rows.length > 0 ? body + ABOVE : 0) },
    place({ x, y, height }) {
      const titleTop = rows.length > 0 ? y + ABOVE : y + Math.round((height - heightOf(head)) / 2);
      let top = y + headHeight + ABOVE / 2;
      const texts: PlacedText[] = [...placeTexts(head, Math.round(x + width / 2), titleTop)];
      for (const row of rows) {
        texts.push(
          ...placeTexts([row.mark], x + ASIDE, top, "start"),
          ...placeTexts([row.name], x + ASIDE + KEY, top, "start"),
          ...placeTexts([row.type], x + width - ASIDE - types, top, "start"),
        );
        top += row.height;
      }
      return {
        id,
        kind: "entity",
        x,
        y,
        width,
        height,
        texts,
        ...(rows.length > 0 && { rules: [y + headHeight] }),
      };
    },
  };
}
