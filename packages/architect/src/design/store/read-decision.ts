import type { JsonNode } from "../../brief/store/json-text.js";
import type { NodeReader } from "../../brief/store/node-reader.js";
import type { Decision, DecisionId, Override, Reason, ScoredOption } from "../decisions/index.js";
import { listOf, member, optional } from "./read-parts.js";

/** A decision as it was kept. Its id is any text: a later version may not know a question that an earlier one settled. */
export function readDecision(reader: NodeReader, node: JsonNode): Decision | undefined {
  const members = reader.object(node, "A decision", {
    required: [
      "id",
      "title",
      "question",
      "options",
      "chosen",
      "calculated",
      "because",
      "wouldChange",
      "consequences",
      "missing",
    ],
    optional: ["subject", "override"],
  });
  const text = (name: string) =>
    member(members, name, (given) => reader.text(given, `The ${name} of a decision`));
  const texts = (name: string) =>
    member(members, name, (given) => reader.texts(given, `The ${name} of a decision`));
  const reasons = (name: string) =>
    member(members, name, (given) => listOf(reader, given, `The ${name} of a decision`, readReason));
  const [id, title, question, chosen, calculated] = [
    text("id"),
    text("title"),
    text("question"),
    text("chosen"),
    text("calculated"),
  ];
  const options = member(members, "options", (given) => listOf(reader, given, "The options", readOption));
  const [because, wouldChange] = [reasons("because"), reasons("wouldChange")];
  const [consequences, missing] = [texts("consequences"), texts("missing")];
  const isWhole =
    id !== undefined &&
    title !== undefined &&
    question !== undefined &&
    chosen !== undefined &&
    calculated !== undefined;
  if (!isWhole || !options || !because || !wouldChange || !consequences || !missing) return undefined;
  return {
    id: id as DecisionId,
    ...optional(members, "subject", (given) => reader.text(given, "The subject of a decision")),
    title,
    question,
    options,
    chosen,
    calculated,
    because,
    wouldChange,
    consequences,
    missing,
    ...optional(members, "override", (given) => readOverride(reader, given)),
  };
}

function readOption(reader: NodeReader, node: JsonNode): ScoredOption | undefined {
  const members = reader.object(node, "An option", {
    required: ["id", "title", "score", "pros", "cons"],
    optional: ["ruledOut"],
  });
  const id = member(members, "id", (given) => reader.text(given, "The id of an option"));
  const title = member(members, "title", (given) => reader.text(given, "The title of an option"));
  const score = member(members, "score", (given) => reader.number(given, "The score of an option"));
  const pros = member(members, "pros", (given) => reader.texts(given, "What speaks for an option"));
  const cons = member(members, "cons", (given) => reader.texts(given, "What speaks against an option"));
  if (id === undefined || title === undefined || score === undefined || !pros || !cons) return undefined;
  return {
    id,
    title,
    score,
    pros,
    cons,
    ...optional(members, "ruledOut", (given) => readReason(reader, given)),
  };
}

function readReason(reader: NodeReader, node: JsonNode): Reason | undefined {
  const members = reader.object(node, "A reason", { required: ["says", "from"] });
  const says = member(members, "says", (given) => reader.text(given, "What a reason says"));
  const from = member(members, "from", (given) => reader.texts(given, "What a reason is from"));
  return says === undefined || !from ? undefined : { says, from };
}

const overrideMembers = ["decision", "option", "reason"] as const;

/** What a person, or the brief, decided otherwise. */
export function readOverride(
  reader: NodeReader,
  node: JsonNode,
  more: readonly string[] = [],
): Override | undefined {
  const members = reader.object(node, "An override", {
    required: [...overrideMembers, ...more],
    optional: ["subject", "byBrief", ...(more.includes("at") ? [] : ["at"])],
  });
  const [decision, option, reason] = overrideMembers.map((name) =>
    member(members, name, (given) => reader.text(given, `The ${name} of an override`)),
  );
  if (decision === undefined || option === undefined || reason === undefined) return undefined;
  return {
    decision: decision as DecisionId,
    ...optional(members, "subject", (given) => reader.text(given, "The subject of an override")),
    option,
    reason,
    ...(members?.get("byBrief")?.value === true ? { byBrief: true as const } : {}),
    ...optional(members, "at", (given) => reader.text(given, "The time of an override")),
  };
}
