import { constantCase } from "@lintel/runtime/tools";
import type { ServiceCut } from "../../cut/index.js";
import { operationNames, wordsOf } from "../../language/index.js";
import type { FeatureNeed } from "../../needs/index.js";
import { notesReads } from "../entities/access.js";
import type { Known } from "../known.js";
import type { OperationSketch, RuleSketch } from "../sketch.js";
import { callersOf } from "./callers.js";
import { errorsOf } from "./errors.js";
import { createsOne, type FeatureKind, kindOf, mainOf } from "./feature-kind.js";
import { acting, asking, creating, type DraftedEntity, importing, type Shape } from "./shape.js";

/** The commands and queries of a service, and what of its features needs none. */
export interface Operations {
  readonly operations: readonly OperationSketch[];
  /** Lines that say which features are answered without one, and which come later. */
  readonly notes: readonly string[];
  /** What each command makes or changes, by the name of the command. */
  readonly about: ReadonlyMap<string, { readonly main: DraftedEntity; readonly feature: FeatureNeed }>;
}

/** One command or query for each feature that must be there, but for those that lists answer by themselves. */
export function operationsOf(
  known: Known,
  service: ServiceCut,
  entities: readonly DraftedEntity[],
): Operations {
  const own = entities.filter((one) => one.known.service === service.name);
  const must = service.features.filter(({ priority }) => priority === "P0");
  const later = service.features.filter(({ priority }) => priority !== "P0");
  const planned = must.map((feature) => {
    const main = own.find(
      ({ known: one }) =>
        one ===
        mainOf(
          feature,
          own.map(({ known: each }) => each),
        ),
    );
    return { feature, main, kind: kindFor(known, feature, main) };
  });
  const made = planned.filter(({ kind }) => kind !== "lists");
  const names = operationNames(made.map(({ feature }) => telling(feature.name)));
  const operations = made.map(({ feature, main, kind }, at) =>
    operationOf(known, feature, kind === "query" ? "query" : "command", names[at] ?? "feature", main, own),
  );
  const about = new Map(
    made.flatMap(({ feature, main, kind }, at) =>
      main && kind === "command" && !main.known.isLog && kindOf(feature, main.known) === "command"
        ? [[names[at] ?? "", { main, feature }] as const]
        : [],
    ),
  );
  return {
    operations,
    about,
    notes: [
      ...planned
        .filter(({ kind }) => kind === "lists")
        .flatMap(({ feature, main }) => [
          `${feature.id} is answered by GET of ${main?.known.need.name ?? "its rows"}, one or many: ${feature.criteria.join(" ")}`,
        ]),
      ...later.map(({ id, name, what, priority }) => `Later (${priority}): ${id}, ${name}: ${what}`),
    ],
  };
}

/** Where each look is to be noted, a read is a command: a query cannot write. */
function kindFor(known: Known, feature: FeatureNeed, main: DraftedEntity | undefined): FeatureKind {
  const kind = kindOf(feature, main?.known);
  const isNoted =
    notesReads(known) && main?.known.isLog === false && main.sketch.access.read.kind === "nobody";
  return isNoted && kind !== "command" ? "command" : kind;
}

function operationOf(
  known: Known,
  feature: FeatureNeed,
  kind: "command" | "query",
  name: string,
  main: DraftedEntity | undefined,
  own: readonly DraftedEntity[],
): OperationSketch {
  const { rule, notes } = callersOf(known, feature, kind === "query", main);
  const isJob = rule.kind === "role" && rule.role === "job";
  const worked = shapeOf(feature, kind, main, own);
  const actsOnOne = main !== undefined && worked.output.length === 0;
  const shape = isJob && kind === "command" && actsOnOne ? { input: [], output: [] } : worked;
  const workflow = known.cut.workflows.find((one) => one.feature === feature);
  const others = workflow?.services.slice(1) ?? [];
  const systems = workflow?.systems ?? [];
  const missing =
    main && shape.input.some((field) => field.name === main.known.name && field.type.kind === "id")
      ? [
          {
            code: `${constantCase(main.known.name)}_NOT_FOUND`,
            status: 404,
            description: `There is no such ${main.known.need.name}, or none that the caller may see.`,
          },
        ]
      : [];
  const hasTenants = own.some(({ sketch }) => sketch.fields.some(({ tenant }) => tenant));
  const crossing = hasTenants ? crossingOf(rule, isJob, main) : undefined;
  const errors = [...missing, ...errorsOf(feature)];
  return {
    kind,
    name,
    requirement: feature.id,
    description: sentence(feature.what || feature.name),
    notes: [
      ...feature.criteria,
      ...rulesFor(known, feature, main),
      ...(others.length > 0 ? [`Takes part: ${others.join(", ")}.`] : []),
      ...(systems.length > 0 ? [`Other systems: ${systems.join(", ")}.`] : []),
      ...notes,
    ],
    access: rule,
    ...(crossing !== undefined && { acrossTenants: crossing }),
    input: shape.input,
    output: shape.output,
    errors: errors.filter(({ code }, at) => errors.findIndex((other) => other.code === code) === at),
  };
}

/** Why it has the rows of every organisation: nobody calls it who is of one. */
function crossingOf(rule: RuleSketch, isJob: boolean, main: DraftedEntity | undefined): string | undefined {
  if (isJob) return "A job works for all organisations, and is of none.";
  return rule.kind === "open" && main?.known.isTenant
    ? "Who signs up an organisation is of none yet."
    : undefined;
}

function shapeOf(
  feature: FeatureNeed,
  kind: "command" | "query",
  main: DraftedEntity | undefined,
  own: readonly DraftedEntity[],
): Shape {
  if (!main) return { input: [], output: [] };
  const said = [feature.name, feature.what, ...feature.criteria].join(". ");
  if (kind === "query" || kindOf(feature, main.known) !== "command") return asking(feature, main, own);
  const many =
    /\bby file\b|\ba file of\b|\bfrom a file\b|\bbatch\b|\bsets? up an? (?:day|week|month|year)\b/i;
  if (many.test(said) && !main.known.isTenant) return importing(feature, main);
  if (!createsOne(feature, main.known)) return acting(feature, main);
  const parts = own.filter(({ known: one }) => {
    const words = one.words;
    return words.length > main.known.words.length && main.known.words.every((word, at) => words[at] === word);
  });
  return creating(feature, main, parts);
}

/** Edge cases that name what the command is about: they belong to whoever writes it. */
function rulesFor(known: Known, feature: FeatureNeed, main: DraftedEntity | undefined): readonly string[] {
  if (!main) return [];
  const [verb = ""] = wordsOf(feature.name);
  return known.needs.edgeCases
    .filter(({ name, situation, criteria }) => {
      const words = wordsOf([name, situation ?? "", ...criteria].join(". "));
      return words.includes(verb) && main.known.words.every((word) => words.includes(word));
    })
    .map(({ id, criteria }) => `${id}: ${criteria.join(" ")}`);
}

/** A feature's name without its little words: as the acceptance tests look for it. */
function telling(name: string): string {
  const words = name.split(/\s+/).filter((word) => !/^(?:an?|the)$/i.test(word));
  return words.length > 0 ? words.join(" ") : name;
}

function sentence(text: string): string {
  const plain = text.replace(/\s+/g, " ").trim().replace(/\.$/, "");
  return `${plain.charAt(0).toUpperCase()}${plain.slice(1)}.`;
}
