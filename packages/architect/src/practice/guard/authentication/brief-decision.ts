import { dirname, join } from "node:path/posix";
import type { AnswerValue } from "../../../brief/answer/value.js";
import { type AuthenticationDecision, authenticationDecision } from "../../../brief/authentication.js";
import { factsOf } from "../../../brief/facts.js";
import { projectQuestions } from "../../../brief/questions/index.js";
import { type Snapshot, textOf } from "../git/index.js";
import { isObject } from "../packages/index.js";
import { isParsed, keyOf, propertyOf, type Sources, stringOf, walk } from "../source/index.js";

const briefPath = "ai/memory-bank/project-brief.json";

/** What the brief of a file's project says of authentication, as it will be committed. */
export type Decision =
  | { readonly state: "off" }
  | { readonly state: "no-brief"; readonly folder: string }
  | { readonly state: "open"; readonly brief: string }
  | {
      readonly state: "decided";
      readonly brief: string;
      readonly verdict: AuthenticationDecision["verdict"];
      readonly because: readonly string[];
      /** Callers are to prove who they are, although nothing requires it. */
      readonly isWanted: boolean;
    };

export function decisionFor(snapshot: Snapshot, sources: Sources, path: string): Decision {
  let project: string | undefined;
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (snapshot.files.has(join(folder, briefPath))) return read(snapshot, join(folder, briefPath));
    if (isOptedOut(snapshot, sources, join(folder, "blueprint.ts"))) return { state: "off" };
    if (project === undefined && snapshot.files.has(join(folder, "package.json"))) project = folder;
    if (folder === ".") return { state: "no-brief", folder: project ?? "." };
  }
}

function read(snapshot: Snapshot, brief: string): Decision {
  let data: unknown;
  try {
    data = JSON.parse(textOf(snapshot, brief) ?? "");
  } catch {
    return { state: "open", brief };
  }
  const answers = isObject(data) && isObject(data.answers) ? data.answers : {};
  const values = Object.fromEntries(
    ["security.authentication", "integration.callers"].flatMap((id) => {
      const value = choiceOf(answers[id]);
      return value ? [[id, value]] : [];
    }),
  );
  const facts = factsOf(projectQuestions, values);
  const decision = authenticationDecision(facts);
  if (!decision) return { state: "open", brief };
  const { verdict, because } = decision;
  const isWanted = facts.chosen("integration.callers").some((caller) => caller !== "anonymous");
  return { state: "decided", brief, verdict, because, isWanted };
}

function choiceOf(answer: unknown): AnswerValue | undefined {
  const value = isObject(answer) ? answer.value : undefined;
  if (!isObject(value) || !Array.isArray(value.chosen)) return undefined;
  return { kind: "choice", chosen: value.chosen.filter((one) => typeof one === "string") };
}

/** `system("shop", { brief: { off: "why" } })` */
function isOptedOut(snapshot: Snapshot, sources: Sources, path: string): boolean {
  const text = textOf(snapshot, path);
  const source = text?.includes("brief") ? sources.parse(path, text) : undefined;
  if (!isParsed(source)) return false;
  let found = false;
  walk(source.program, (node) => {
    if (node.type === "Property" && keyOf(node) === "brief")
      found ||= (stringOf(propertyOf(node.value, "off")) ?? "").trim() !== "";
    return !found;
  });
  return found;
}
