import {
  type Answer,
  type Brief,
  briefFormat,
  type Change,
  type Confirmation,
  type Derived,
} from "../brief.js";
import type { Complaint } from "../complaint.js";
import type { Question } from "../questions/question.js";
import type { Bank } from "./bank.js";
import { refusal } from "./complaint.js";
import { conflictIn } from "./conflict.js";
import { type JsonNode, type JsonObject, parseJson } from "./json-text.js";
import { type NodeReader, nodeReader, shortly } from "./node-reader.js";
import { readValue } from "./read-value.js";
import { parts, type Written } from "./written.js";

/** What stands in a file of data. */
export interface Data {
  readonly brief: Brief;
  /** Undefined where somebody took it out. */
  readonly written: Written | undefined;
}

/**
 * Reads the data of a brief.
 *
 * @param file whose name is told in errors
 * @throws ToolError with a code that begins with `BRIEF_`, the line, the rule and the remedy
 */
export function readData(text: string, file: string, bank: Bank): Data {
  const conflict = conflictIn(text);
  if (conflict) throw refusal(file, [conflict]);
  const parsed = parseJson(text);
  if ("complaint" in parsed) throw refusal(file, [parsed.complaint]);
  const newer = newerFormat(parsed.root);
  if (newer) throw refusal(file, [newer]);
  const reader = nodeReader();
  const data = readRoot(reader, parsed.root, bank);
  const [first, ...others] = [...parsed.twice, ...reader.complaints];
  if (first) throw refusal(file, [first, ...others]);
  if (!data) throw new TypeError("Data that could not be read without a complaint.");
  return data;
}

function newerFormat({ value }: JsonNode): Complaint | undefined {
  const format = value instanceof Map ? value.get("format") : undefined;
  if (typeof format?.value !== "number" || format.value <= briefFormat) return undefined;
  return {
    code: "BRIEF_FROM_NEWER_VERSION",
    line: format.line,
    says: `The brief has format ${format.value}, and this Lintel knows formats up to ${briefFormat}.`,
    next: "Use the version of Lintel that wrote it: npm install lintel@latest",
  };
}

function readRoot(reader: NodeReader, root: JsonNode, bank: Bank): Data | undefined {
  const members = reader.object(root, "A brief", {
    required: ["format", "name", "answers", "amendments", "concessions", "history", "derived"],
    optional: ["$schema", "confirmation", "written"],
  });
  if (!members) return undefined;
  const read = <T>(name: string, by: (node: JsonNode) => T): T | undefined => {
    const node = members.get(name);
    return node && by(node);
  };
  read(
    "format",
    (node) => node.value === briefFormat || reader.complain(node, `The format must be ${briefFormat}.`),
  );
  read("$schema", (node) => reader.text(node, "The schema"));
  const name = read("name", (node) => reader.text(node, "The name"));
  if (name?.trim() === "") read("name", (node) => reader.complain(node, "The name must not be empty."));
  const answers = read("answers", (node) => readAnswers(reader, node, "The answers", bank.project));
  const amendments = read("amendments", (node) => readAmendments(reader, node, bank.feature));
  const concessions = read("concessions", (node) => readTexts(reader, node, "The concessions"));
  const history = read("history", (node) => readList(reader, node, "The history", readChange));
  const derived = read("derived", (node) => readList(reader, node, "What was derived", readDerived));
  const confirmation = read("confirmation", (node) => readConfirmation(reader, node));
  const written = read("written", (node) => readWritten(reader, node));
  if (name === undefined || !answers || !amendments || !concessions || !history || !derived) return undefined;
  return {
    brief: {
      format: briefFormat,
      name,
      answers,
      amendments,
      concessions,
      history,
      ...(confirmation ? { confirmation } : {}),
      derived,
    },
    written,
  };
}

function readAnswers(
  reader: NodeReader,
  node: JsonNode,
  what: string,
  questions: readonly Question[],
): Brief["answers"] | undefined {
  const members = reader.map(node, what);
  if (!members) return undefined;
  const known = new Map(questions.map((question) => [question.id, question]));
  const answers: (readonly [string, Answer])[] = [];
  for (const [id, given] of members) {
    const question = known.get(id);
    if (!question) {
      reader.complain(
        given,
        `There is no question "${shortly(id)}"${near(id, [...known.keys()])}.`,
        "BRIEF_UNKNOWN_QUESTION",
        "Give the answer to a question that there is, or take it out. Or use the version of Lintel that wrote it.",
      );
      continue;
    }
    const answer = readOne(reader, given, question);
    if (answer) answers.push([id, answer]);
  }
  return Object.fromEntries(answers);
}

function readOne(reader: NodeReader, node: JsonNode, question: Question): Answer | undefined {
  const what = `The answer to ${question.id}`;
  const members = reader.object(node, what, {
    required: ["said"],
    optional: ["value", "open", "missing", "accepted"],
  });
  const saidNode = members?.get("said");
  if (!members || !saidNode) return undefined;
  const said = reader.text(saidNode, `${what}, as it was said,`);
  const of = <T>(name: string, read: (given: JsonNode) => T | undefined) => {
    const given = members.get(name);
    const value = given && read(given);
    return value === undefined ? {} : { [name]: value };
  };
  const openNode = members.get("open");
  if (openNode && members.has("value"))
    reader.complain(openNode, `${what} has a value and is open: it can be one of the two.`);
  if (said === undefined) return undefined;
  return {
    said,
    ...of("value", (given) => readValue(reader, given, question)),
    ...of("open", (given) =>
      reader.oneOf(given, `${what} is open:`, ["vague", "unknown", "skipped"] as const),
    ),
    ...of("missing", (given) => reader.texts(given, `What is missing of ${question.id}`)),
    ...of("accepted", (given) => {
      const accepted = reader.object(given, "What was accepted", { required: ["reason", "from"] });
      const [reasonNode, fromNode] = [accepted?.get("reason"), accepted?.get("from")];
      const reason = reasonNode && reader.text(reasonNode, "The reason");
      const from = fromNode && reader.texts(fromNode, "What it followed from");
      return reason === undefined || !from ? undefined : { reason, from };
    }),
  };
}

function readAmendments(
  reader: NodeReader,
  node: JsonNode,
  questions: readonly Question[],
): Brief["amendments"] | undefined {
  const members = reader.map(node, "The amendments");
  if (!members) return undefined;
  const amendments = [...members].flatMap(([name, given]) => {
    if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name))
      reader.complain(given, `The name of an amendment is kebab-case, and "${shortly(name)}" is not.`);
    const amendment = reader.object(given, `The amendment ${shortly(name)}`, {
      required: ["title", "answers"],
    });
    const [titleNode, answersNode] = [amendment?.get("title"), amendment?.get("answers")];
    const title = titleNode && reader.text(titleNode, "Its title");
    const answers = answersNode && readAnswers(reader, answersNode, "Its answers", questions);
    return title === undefined || !answers ? [] : [[name, { title, answers }] as const];
  });
  return Object.fromEntries(amendments);
}

function readTexts(
  reader: NodeReader,
  node: JsonNode,
  what: string,
): { readonly [name: string]: string } | undefined {
  const members = reader.map(node, what);
  if (!members) return undefined;
  return Object.fromEntries(
    [...members].flatMap(([name, given]) => {
      const text = reader.text(given, `${what}: ${shortly(name)}`);
      return text === undefined ? [] : [[name, text] as const];
    }),
  );
}

function readList<T>(
  reader: NodeReader,
  node: JsonNode,
  what: string,
  read: (reader: NodeReader, node: JsonNode) => T | undefined,
): readonly T[] | undefined {
  return reader.list(node, what)?.flatMap((item) => read(reader, item) ?? []);
}

/** Members that are all texts. */
function fields<Name extends string>(
  reader: NodeReader,
  members: JsonObject | undefined,
  names: readonly Name[],
): { readonly [name in Name]: string } | undefined {
  const found: { [name: string]: string } = {};
  for (const name of names) {
    const node = members?.get(name);
    const text = node && reader.text(node, `"${name}"`);
    if (text === undefined) return undefined;
    found[name] = text;
  }
  return found as { readonly [name in Name]: string };
}

function readChange(reader: NodeReader, node: JsonNode): Change | undefined {
  const names = ["question", "from", "to", "reason", "at"] as const;
  return fields(reader, reader.object(node, "A change", { required: names }), names);
}

function readConfirmation(reader: NodeReader, node: JsonNode): Confirmation | undefined {
  const names = ["name", "at", "digest"] as const;
  return fields(reader, reader.object(node, "The confirmation", { required: names }), names);
}

function readDerived(reader: NodeReader, node: JsonNode): Derived | undefined {
  const members = reader.object(node, "Something derived", { required: ["kind", "path", "from"] });
  const [kindNode, fromNode] = [members?.get("kind"), members?.get("from")];
  const kind = kindNode && reader.oneOf(kindNode, "Its kind", ["design", "tests", "proof"] as const);
  const path = fields(reader, members, ["path"])?.path;
  const from = fromNode && readTexts(reader, fromNode, "What it was made from");
  return kind === undefined || path === undefined || !from ? undefined : { kind, path, from };
}

function readWritten(reader: NodeReader, node: JsonNode): Written | undefined {
  const members = reader.object(node, "What was written", {
    required: ["document", "answers", "parts"],
    // `fixed` was written once, and means nothing any more.
    optional: ["replaced", "confirmed", "fixed"],
  });
  const [answersNode, partsNode] = [members?.get("answers"), members?.get("parts")];
  const digests = fields(reader, members, ["document"]);
  const optional = <N extends "replaced" | "confirmed">(name: N) =>
    fields(reader, members?.has(name) ? members : undefined, [name]);
  const others = { ...optional("replaced"), ...optional("confirmed") };
  const answers = answersNode && readTexts(reader, answersNode, "Digests of answers");
  const partsRead = fields(
    reader,
    partsNode && reader.object(partsNode, "Digests", { required: parts }),
    parts,
  );
  if (!digests || !answers || !partsRead) return undefined;
  return { ...digests, ...others, answers, parts: partsRead };
}

/** What was meant, perhaps. */
function near(id: string, ids: readonly string[]): string {
  const words = (text: string) => text.toLowerCase().split(/[^a-z0-9]+/);
  const own = words(id);
  const scored = ids.map((other) => ({
    other,
    score: words(other).filter((word) => own.includes(word)).length,
  }));
  const [best] = scored.filter(({ score }) => score > 0).sort((a, b) => b.score - a.score);
  return best ? `: is it "${best.other}" that is meant` : "";
}
