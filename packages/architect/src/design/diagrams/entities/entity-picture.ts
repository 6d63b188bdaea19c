import type { EntityDiagram } from "../diagram.js";
import { layOut } from "../layered/lay-out.js";
import type { Line, Picture } from "../picture/picture.js";
import { placeTexts } from "../picture/place-texts.js";
import { setText } from "../writing/text-block.js";
import { entityBox } from "./entity-box.js";

const GROUP_TITLE = 300;
const LABEL = 140;
const ROOM = 3;

/** Places of tables, of groups of them, and of the lines that say how they refer to each other. */
export function entityPicture({ entities, relations, groups = [] }: EntityDiagram): Picture {
  const boxes = entities.map(entityBox);
  const used = [...new Set(entities.flatMap(({ group }) => group ?? []))];
  const titles = new Map(
    used.map((id) => {
      const title = groups.find((group) => group.id === id)?.title ?? id;
      return [id, setText(title, { size: 13, bold: true }, GROUP_TITLE)] as const;
    }),
  );
  const labels = relations.map(({ field }) => setText(field, { size: 11 }, LABEL));
  const placed = layOut({
    nodes: entities.map(({ id, group }, at) => ({
      id,
      size: boxes[at]?.size ?? { width: 0, height: 0 },
      ...(group !== undefined && { group }),
    })),
    groups: [...titles].map(([id, title]) => ({ id, title })),
    edges: relations.map(({ from, to }, at) => {
      const label = labels[at];
      return {
        from,
        to,
        ...(label &&
          label.lines.length > 0 && {
            label: { width: label.width + 2 * ROOM, height: label.height + 2 * ROOM },
          }),
      };
    }),
  });
  return {
    width: placed.width,
    height: placed.height,
    frames: [...placed.groups].map(([id, place]) => {
      const block = titles.get(id);
      return {
        id,
        ...place,
        texts: placeTexts(block ? [{ block }] : [], place.x + 16, place.y + 12, "start"),
      };
    }),
    boxes: boxes.flatMap((box) => {
      const place = placed.nodes.get(box.id);
      return place ? [box.place(place)] : [];
    }),
    lines: relations.map((relation, at) => ({ ...lineOf(relation), points: placed.edges[at]?.points ?? [] })),
    labels: labels.flatMap((block, at) => {
      const place = placed.edges[at]?.label;
      if (!place) return [];
      const width = block.width + 2 * ROOM;
      const texts = placeTexts([{ block }], Math.round(place.x + width / 2), place.y + ROOM);
      return [{ ...place, width, height: block.height + 2 * ROOM, texts }];
    }),
  };
}

/** Many rows (one, where the reference is unique) refer to one row, or to none where the reference is optional. */
function lineOf({
  from,
  to,
  optional,
  unique,
  loose,
}: EntityDiagram["relations"][number]): Omit<Line, "points"> {
  return {
    from,
    to,
    look: loose ? "dashed" : "solid",
    start: unique ? "none-or-one" : "many",
    end: optional ? "none-or-one" : "one",
  };
}
