import type { Page } from "playwright-core";

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What stands in an SVG, with the places that Chromium gives it. */
interface Drawn {
  readonly sheet: Place;
  readonly boxes: readonly (Place & { readonly id: string; readonly texts: readonly Said[] })[];
  readonly labels: readonly (Place & { readonly id: string; readonly texts: readonly Said[] })[];
  readonly all: readonly Said[];
  readonly lines: readonly { readonly name: string; readonly way: string }[];
}

type Said = Place & { readonly text: string };

/** Read in the page, where there are other types than here. */
const read = `(() => {
  const root = document.querySelector("svg");
  const place = (one) => { const { x, y, width, height } = one.getBBox(); return { x, y, width, height }; };
  const said = (one) => ({ ...place(one), text: one.textContent || one.outerHTML });
  const pieces = (selector) => [...root.querySelectorAll(selector)].map((group) => ({
    ...place(group.querySelector("rect, path")),
    id: group.dataset.box || group.textContent,
    texts: [...group.querySelectorAll("text")].map(said),
  }));
  const { x, y, width, height } = root.viewBox.baseVal;
  return {
    sheet: { x, y, width, height },
    boxes: pieces("[data-box]"),
    labels: pieces("[data-label]"),
    all: [...root.querySelectorAll("text, rect, path, circle")].map(said),
    lines: [...root.querySelectorAll("[data-from]")].map((line) => ({
      name: line.dataset.from + " to " + line.dataset.to,
      way: line.querySelector("path.line").getAttribute("d"),
    })),
  };
})()`;

/** For tests: what is wrong with an SVG as Chromium draws it, with the fonts that are there; a sentence each. */
export async function faultsInBrowser(page: Page, svg: string): Promise<readonly string[]> {
  await page.setContent(`<!doctype html><meta charset="utf-8">${svg}`);
  const { sheet, boxes, labels, all, lines } = await page.evaluate<Drawn>(read);
  const pieces = [...boxes, ...labels];
  return [
    ...pieces.flatMap((one) =>
      one.texts.filter((text) => !holds(one, text)).map(({ text }) => `not within its box: ${text}`),
    ),
    ...pieces.flatMap((one, at) =>
      pieces
        .slice(at + 1)
        .filter((other) => overlap(one, other))
        .map((other) => `overlap: ${one.id} and ${other.id}`),
    ),
    ...all.filter((one) => !holds(sheet, one)).map(({ text }) => `outside of the sheet: ${text}`),
    ...lines.flatMap(({ name, way }) =>
      boxes
        .filter((box) => stretches(way).some((stretch) => overlap(stretch, within(box))))
        .map(({ id }) => `through a box: ${name} through ${id}`),
    ),
  ];
}

function holds(a: Place, b: Place): boolean {
  return (
    b.x >= a.x - 1 &&
    b.y >= a.y - 1 &&
    b.x + b.width <= a.x + a.width + 1 &&
    b.y + b.height <= a.y + a.height + 1
  );
}

function overlap(a: Place, b: Place): boolean {
  const [width, height] = [
    Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x),
    Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y),
  ];
  return width > 0.5 && height > 0.5;
}

function within({ x, y, width, height }: Place): Place {
  return { x: x + 1, y: y + 1, width: width - 2, height: height - 2 };
}

/** The straight parts of a line as narrow places. */
function stretches(way: string): readonly Place[] {
  const points = [...way.matchAll(/[ML](-?[\d.]+) (-?[\d.]+)/g)].map(
    ([, x, y]) => [Number(x), Number(y)] as const,
  );
  return points.slice(1).flatMap(([x, y], at) => {
    const before = points[at];
    if (!before) return [];
    return [
      {
        x: Math.min(x, before[0]) - 0.5,
        y: Math.min(y, before[1]) - 0.5,
        width: Math.abs(x - before[0]) + 1,
        height: Math.abs(y - before[1]) + 1,
      },
    ];
  });
}
