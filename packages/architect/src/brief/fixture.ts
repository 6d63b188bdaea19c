import { type CategoryId, categories } from "./category.js";
import type { Measure } from "./quantity/quantity.js";
import type { AnswerKind, Column, Question } from "./questions/question.js";

/** For tests: a bank of the questions that everything else relies on, and no more. */
const options = (ids: string, many?: true): AnswerKind => ({
  kind: "choice",
  ...(many ? { many } : {}),
  options: ids.split(" ").map((id) => ({ id, title: id, pros: [], cons: [], fits: id })),
});

const parts = (...all: readonly (readonly [string, Measure])[]): AnswerKind => ({
  kind: "quantities",
  parts: all.map(([id, measure]) => ({ id, title: id, measure })),
});

const table = (row: string, columns: string, least = 1): AnswerKind => ({
  kind: "table",
  row,
  least,
  columns: columns.split(" ").map((id): Column => ({ id, title: id, cell: { kind: "text" } })),
});

const text: AnswerKind = { kind: "text", aspects: [] };

const features = table("feature", "name what priority criteria");
const edgeCases = table("case", "name situation outcome");
const entities = "name holds now inAYear privacy keptFor";
const systems = "name purpose direction authentication whenDown";

const project: { readonly [id: string]: AnswerKind } = {
  "scope.kind": options("commerce payments telemetry saas content internal health other"),
  "scope.problem": text,
  "scope.users": table("user", "name does people"),
  "scope.features": features,
  "scope.metrics": table("metric", "name target measuredBy priority"),
  "architecture.style": options("modular-monolith services serverless"),
  "architecture.interfaces": options("rest graphql websocket webhooks events grpc", true),
  "architecture.technologies": text,
  "architecture.consistency": options("strong saga eventual"),
  "architecture.tenancy": options("rows schema database"),
  "experience.consumers": options("web mobile partners developers devices services internal", true),
  "experience.errors": options("codes"),
  "experience.live": options("no seconds live"),
  "experience.offline": text,
  "data.entities": table("entity", entities),
  "data.rules": table("rule", "name rule"),
  "data.edge-cases": edgeCases,
  "integration.systems": table("system", systems, 0),
  "integration.callers": options("users client-credentials api-keys mtls anonymous", true),
  "performance.load": parts(["concurrent", "count"], ["usual", "rate"], ["peak", "rate"]),
  "performance.latency": parts(["read", "latency"], ["write", "latency"]),
  "performance.growth": parts(["month", "growth"], ["storage", "size"]),
  "security.regulations": options("none gdpr hipaa pci-dss soc2", true),
  "security.authentication": options(
    "none user-owned permissions sensitive anonymous state compliance",
    true,
  ),
  "testing.coverage": parts(["lines", "share"]),
  "testing.kinds": options("unit integration end-to-end load security fault", true),
  "deployment.topology": options("one-machine one-region several-zones several-regions serverless"),
  "deployment.recovery": parts(["uptime", "availability"], ["rpo", "duration"], ["rto", "duration"]),
  "deployment.backups": options("none nightly continuous replicas"),
  "constraints.plan": parts(["release", "date"], ["people", "count"], ["budget", "money"]),
};

const feature: { readonly [id: string]: readonly [CategoryId, AnswerKind] } = {
  "feature.behaviour": ["scope", features],
  "feature.data": ["data", table("entity", entities, 0)],
  "feature.integration": ["integration", table("system", systems, 0)],
  "feature.edge-cases": ["data", edgeCases],
  "feature.rollout": ["deployment", options("at-once flag migration-first")],
};

/** Of questions that not everybody is asked: what they hang on. */
const conditions: { readonly [id: string]: readonly [question: string, option: string] } = {
  "architecture.consistency": ["architecture.style", "services"],
  "architecture.tenancy": ["scope.kind", "saas"],
  "experience.live": ["architecture.interfaces", "websocket"],
  "experience.offline": ["experience.consumers", "devices"],
};

const isCategory = (name: string | undefined): name is CategoryId => categories.some(({ id }) => id === name);

export const projectQuestions = Object.entries(project).map(([id, answer], index) => {
  const [category] = id.split(".");
  if (!isCategory(category)) throw new TypeError(id);
  return made(id, category, index + 1, answer);
});

export const featureQuestions = Object.entries(feature).map(([id, [category, answer]], index) =>
  made(id, category, index + 1, answer),
);

function made(id: string, category: CategoryId, number: number, answer: AnswerKind): Question {
  const condition = conditions[id];
  return {
    id,
    category,
    number,
    text: `What about ${id}?`,
    reason: id,
    follows: id,
    example: id,
    answer,
    ...(condition
      ? { asked: { because: condition.join(" "), holds: (facts) => facts.includes(...condition) } }
      : {}),
    requirement: (value) => ({ statement: `THE SYSTEM SHALL ${id} ${value.kind}.`, priority: "P0" }),
  };
}
