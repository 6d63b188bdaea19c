import type { DocumentFile } from "../documents/document.js";
import { blocks, heading, link, table } from "../text/index.js";
import { type DecisionRecord, nameOf } from "./record.js";
import { recordFile } from "./record-file.js";

/** Every record as a file, and a list of them: the same bytes for the same records. */
export function recordFiles(records: readonly DecisionRecord[]): readonly DocumentFile[] {
  return Object.freeze([indexFile(records), ...records.map((record) => recordFile(record, records))]);
}

function indexFile(records: readonly DecisionRecord[]): DocumentFile {
  const rows = records.map((record) => [
    String(record.number),
    link(record.decision.title, nameOf(record)),
    statusOf(record),
    record.date,
  ]);
  const text = blocks(
    heading(1, "Decisions"),
    "What was decided on the way from the brief to the blueprint, and why. A record keeps its number and its date; another choice makes a new one, and the old one says which.",
    table(["Number", "Decision", "Status", "Date"], rows),
  );
  return Object.freeze({ path: "decisions/README.md", text: `${text}\n` });
}

function statusOf({ status, supersededBy, decision }: DecisionRecord): string {
  if (status === "superseded") return `superseded by ${supersededBy}`;
  if (status === "withdrawn") return "withdrawn";
  return decision.missing.length > 0 ? "accepted, provisional" : "accepted";
}
