import type { Box } from "./picture.js";

/** How high the lid of a cylinder is, above and below. */
export const LID = 9;

/** What is drawn around what stands in a box: people with round ends, what keeps data as a cylinder. */
export function outlineOf({ kind, x, y, width, height, isFlat }: Box): string {
  if (isFlat || (kind !== "database" && kind !== "store" && kind !== "queue"))
    return `<rect class="${kind}" x="${x}" y="${y}" width="${width}" height="${height}" rx="${radii[kind]}"/>`;
  const half = width / 2;
  const lid = `a${half} ${LID} 0 0 0 ${width} 0`;
  return (
    `<path class="${kind}" d="M${x} ${y + LID}a${half} ${LID} 0 0 1 ${width} 0v${height - 2 * LID}a${half} ${LID} 0 0 1 ${-width} 0z"/>` +
    `<path class="${kind}" d="M${x} ${y + LID}${lid}"/>`
  );
}

const radii: { readonly [kind in Box["kind"]]: number } = {
  database: 10,
  store: 10,
  queue: 10,
  person: 22,
  system: 6,
  service: 6,
  outside: 6,
  entity: 3,
  note: 2,
};
