import { conflictIn } from "../../brief/store/conflict.js";
import { type JsonNode, parseJson } from "../../brief/store/json-text.js";
import { type NodeReader, nodeReader } from "../../brief/store/node-reader.js";
import type { DecisionRecord, RecordEvent } from "../records/index.js";
import { type DraftedFile, designFormat, type KeptOverride, type StoredDesign } from "./design.js";
import { edited, fromNewerVersion, merged, unreadable } from "./failure.js";
import { readDecision, readOverride } from "./read-decision.js";
import { isPathBelow, listOf, member, optional, pathBelow, textsByName, wholeNumber } from "./read-parts.js";
import { sealedParts, sealsOf } from "./seals.js";

/**
 * Reads the data of a design.
 *
 * @throws ToolError DESIGN_UNREADABLE, DESIGN_FROM_NEWER_VERSION, DESIGN_EDITED, each with its line
 */
export function readData(text: string): StoredDesign {
  const conflict = conflictIn(text);
  if (conflict) throw merged(conflict.line);
  const parsed = parseJson(text);
  if ("complaint" in parsed) throw unreadable([parsed.complaint]);
  const { root, twice } = parsed;
  const format = root.value instanceof Map ? root.value.get("format") : undefined;
  if (typeof format?.value === "number" && format.value > designFormat)
    throw fromNewerVersion(format.line, format.value, designFormat);
  const reader = nodeReader();
  const design = readRoot(reader, root);
  const [first, ...others] = [...twice, ...reader.complaints];
  if (first) throw unreadable([first, ...others]);
  if (!design) throw new TypeError("Data that could not be read without a complaint.");
  refuseEdited(root, design);
  return design;
}

function readRoot(reader: NodeReader, root: JsonNode): StoredDesign | undefined {
  const members = reader.object(root, "A design", {
    required: ["format", ...sealedParts],
    optional: ["$schema", "seals"],
  });
  member(members, "format", (node) => {
    if (node.value !== designFormat) reader.complain(node, `The format must be ${designFormat}.`);
    return undefined;
  });
  member(members, "$schema", (node) => reader.text(node, "The schema"));
  member(members, "seals", (node) => textsByName(reader, node, "The seals"));
  const overrides = member(members, "overrides", (node) => listOf(reader, node, "The overrides", readKept));
  const records = member(members, "records", (node) => listOf(reader, node, "The records", readRecord));
  const drafted = member(members, "drafted", (node) => listOf(reader, node, "What was drafted", readDrafted));
  const documents = member(members, "documents", (node) => readDocuments(reader, node));
  const from = member(members, "from", (node) => textsByName(reader, node, "What it was made from"));
  if (!overrides || !records || !drafted || !documents || !from) return undefined;
  records.forEach((record, place) => {
    const node = members?.get("records");
    if (node && record.number !== place + 1)
      reader.complain(node, `Record ${place + 1} must have that number, and has ${record.number}.`);
  });
  return { overrides, records, drafted, documents, from };
}

function readKept(reader: NodeReader, node: JsonNode): KeptOverride | undefined {
  return readOverride(reader, node, ["at"]) as KeptOverride | undefined;
}

function readRecord(reader: NodeReader, node: JsonNode): DecisionRecord | undefined {
  const members = reader.object(node, "A record", {
    required: ["number", "slug", "status", "date", "decision", "history"],
    optional: ["supersedes", "supersededBy"],
  });
  const number = member(members, "number", (given) => wholeNumber(reader, given, "The number of a record"));
  const slug = member(members, "slug", (given) => {
    const text = reader.text(given, "The slug of a record");
    return text === undefined || /^[a-z0-9]+(?:-[a-z0-9]+)*-?$/.test(text)
      ? text
      : reader.complain(given, "The slug of a record has letters a to z, digits and hyphens.");
  });
  const status = member(members, "status", (given) =>
    reader.oneOf(given, "The status of a record", ["accepted", "superseded", "withdrawn"] as const),
  );
  const date = member(members, "date", (given) => reader.text(given, "The date of a record"));
  const decision = member(members, "decision", (given) => readDecision(reader, given));
  const history = member(members, "history", (given) => listOf(reader, given, "The history", readEvent));
  if (number === undefined || slug === undefined || !status || date === undefined) return undefined;
  if (!decision || !history) return undefined;
  const link = <Name extends string>(name: Name) =>
    optional(members, name, (given) => wholeNumber(reader, given, `"${name}"`));
  return { number, slug, status, date, decision, ...link("supersedes"), ...link("supersededBy"), history };
}

function readEvent(reader: NodeReader, node: JsonNode): RecordEvent | undefined {
  const members = reader.object(node, "An event of a record", { required: ["date", "says"] });
  const date = member(members, "date", (given) => reader.text(given, "The date of an event"));
  const says = member(members, "says", (given) => reader.text(given, "What happened"));
  return date === undefined || says === undefined ? undefined : { date, says };
}

function readDrafted(reader: NodeReader, node: JsonNode): DraftedFile | undefined {
  const members = reader.object(node, "A drafted file", { required: ["path", "lines"] });
  const path = member(members, "path", (given) => pathBelow(reader, given, "The path of a drafted file"));
  const lines = member(members, "lines", (given) => reader.texts(given, "Its lines"));
  return path === undefined || !lines ? undefined : { path, text: lines.join("\n") };
}

function readDocuments(reader: NodeReader, node: JsonNode): StoredDesign["documents"] | undefined {
  const documents = textsByName(reader, node, "The documents");
  for (const path of Object.keys(documents ?? {}))
    if (!isPathBelow(path))
      reader.complain(
        node,
        `A document has a path below docs/architecture, and ${JSON.stringify(path.slice(0, 80))} is none.`,
      );
  return documents;
}

function refuseEdited({ value }: JsonNode, design: StoredDesign): void {
  const seals = value instanceof Map ? value.get("seals") : undefined;
  if (!(value instanceof Map) || !(seals?.value instanceof Map)) return;
  const is = sealsOf(design);
  for (const part of sealedParts)
    if (seals.value.get(part)?.value !== is[part]) throw edited(value.get(part)?.line ?? 1, part);
}
