import { wordsOf } from "../../language/index.js";
import { participleOf } from "../holds/phrases.js";
import type { Known } from "../known.js";
import type { EventSketch, FieldSketch } from "../sketch.js";
import type { Operations } from "./operations-of.js";

/** Events that the commands of a service emit, where others are to hear of them: by events, webhooks, or as a part of what they do. */
export function eventsOf(known: Known, { about }: Operations): readonly EventSketch[] {
  const notices = known.chosen("interfaces", "notices");
  const isTold =
    notices === undefined
      ? known.needs
          .choice("architecture.interfaces")
          .value.some((one) => one === "events" || one === "webhooks")
      : notices !== "none";
  const events = [...about].flatMap(([command, { main, feature }]): readonly EventSketch[] => {
    const workflow = known.cut.workflows.find((one) => one.feature === feature);
    if (!isTold && (workflow?.services.length ?? 1) < 2) return [];
    const { name: entity } = main.known;
    const verb = verbOf(feature.name, feature.criteria, main.known.words);
    if (verb === undefined) return [];
    const told = main.sketch.fields
      .filter(
        ({ type, personal, private: isPrivate, optional }) =>
          !personal && !isPrivate && !optional && isTellable(type),
      )
      .slice(0, 6)
      .map(
        ({ name, type }): FieldSketch => ({
          name,
          type: type.kind === "reference" ? { kind: "id", target: type.target } : type,
        }),
      );
    return [
      {
        name: `${entity}${verb.charAt(0).toUpperCase()}${verb.slice(1)}`,
        description: `${sentence(feature.what || feature.name)} ${command} emits it.`,
        key: entity,
        fields: [
          { name: entity, type: { kind: "id", target: entity } },
          ...told.filter(({ name }) => name !== entity),
        ],
      },
    ];
  });
  return events.filter(({ name }, at) => events.findIndex((other) => other.name === name) === at);
}

/** What was done: by the name of the feature, or by what the system then does. */
function verbOf(name: string, criteria: readonly string[], entity: readonly string[]): string | undefined {
  const [first = "", second = ""] = wordsOf(name);
  if (keeping.has(first)) return "changed";
  const isVerb =
    /^[a-z]{3,20}$/.test(first) && !nouns.has(first) && !/(?:ment|ing|ency|ance|tion|al)$/.test(first);
  const particle = /^(?:up|off|out)$/.test(second) ? second.charAt(0).toUpperCase() + second.slice(1) : "";
  if (isVerb && !entity.includes(first)) return `${participleOf(first)}${particle}`;
  for (const criterion of criteria) {
    const does = /\bSHALL (?!not\b)([a-z]+)/i.exec(criterion)?.[1]?.toLowerCase();
    if (does !== undefined && !passedOver.has(does)) return participleOf(does);
  }
  return keeping.has(first) ? "changed" : undefined;
}

function sentence(text: string): string {
  const plain = text.replace(/\s+/g, " ").trim().replace(/\.$/, "");
  return `${plain.charAt(0).toUpperCase()}${plain.slice(1)}.`;
}

/** Texts up to this length: whoever needs a longer one reads the row. */
const longestTold = 1_000;

function isTellable(type: FieldSketch["type"]): boolean {
  if (type.kind === "text") return type.max <= longestTold;
  return !["many", "json", "list", "rows"].includes(type.kind);
}

const keeping: ReadonlySet<string> = new Set("keep maintain manage edit".split(" "));
const nouns: ReadonlySet<string> = new Set(
  "critical front month statement who alarm two large new".split(" "),
);
const passedOver: ReadonlySet<string> = new Set(
  "show tell answer have list refuse ask give leave be do".split(" "),
);
