import { faint, fills, ground, ink, muted, type Shade, stroke } from "./palette.js";

/** The class of every diagram: rules of its style reach nothing else on a page that holds it. */
export const diagramClass = "lintel-diagram";

/**
 * The style of every diagram, the same bytes in each: a page that holds several needs it once. Light unless the reader's system is set to
 * dark; light on paper.
 */
export const diagramStyle: string = [
  `.${diagramClass}{font-family:Arial,Helvetica,"Liberation Sans","DejaVu Sans",sans-serif}`,
  `.${diagramClass} path,.${diagramClass} circle{stroke-width:1.4;stroke-linejoin:round}`,
  `.${diagramClass} .dashed{stroke-dasharray:6 4}`,
  `.${diagramClass} .faint{stroke-dasharray:3 4;stroke-width:1}`,
  `.${diagramClass} .bold{font-weight:700}`,
  ...rules("light"),
  `@media (prefers-color-scheme:dark){${rules("dark").join("")}}`,
  `@media print{${rules("light").join("")}}`,
].join("\n");

function rules(look: keyof Shade): readonly string[] {
  const of = `.${diagramClass}`;
  return [
    `${of} .ground{fill:${ground[look]}}`,
    `${of} text{fill:${ink[look]}}`,
    `${of} .muted{fill:${muted[look]}}`,
    `${of} .line{fill:none;stroke:${stroke[look]}}`,
    `${of} .line.faint{stroke:${stroke[look]}}`,
    `${of} .head{fill:${stroke[look]};stroke:${stroke[look]}}`,
    `${of} .open{fill:${ground[look]};stroke:${stroke[look]}}`,
    `${of} .frame{fill:none;stroke:${stroke[look]};stroke-dasharray:2 3}`,
    `${of} .rule{fill:none;stroke:${faint[look]}}`,
    `${of} .mark{fill:${ink[look]};stroke:${ink[look]}}`,
    ...Object.entries(fills).map(
      ([kind, { fill, border }]) => `${of} .${kind}{fill:${fill[look]};stroke:${border[look]}}`,
    ),
  ];
}
