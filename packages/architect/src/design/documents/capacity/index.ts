import type { Architecture } from "../../architecture.js";
import type { DocumentFile } from "../document.js";
import { capacityChart } from "./capacity-chart.js";
import { capacityDocument } from "./capacity-document.js";
import { capacitySheet } from "./capacity-sheet.js";

export { sayAmount, sayFull } from "./amounts.js";

/** The plan of capacity: to read, as a chart of what is left of each part, and as a table for a spreadsheet. */
export function capacityDocuments(architecture: Architecture): readonly DocumentFile[] {
  return [
    { path: "capacity.md", text: capacityDocument(architecture) },
    { path: "capacity.csv", text: capacitySheet(architecture) },
    { path: "capacity.svg", text: capacityChart(architecture) },
  ];
}
