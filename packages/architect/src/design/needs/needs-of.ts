import { authenticationDecision, type Brief, interviewOf } from "../../brief/index.js";
import { amountsOf, amountsOr, rateOrNone } from "./amounts.js";
import { type Ask, askOf } from "./ask.js";
import type {
  ActorNeed,
  EntityNeed,
  FeatureNeed,
  Kind,
  Known,
  Needs,
  RuleNeed,
  SystemNeed,
} from "./needs.js";
import { actorsIn, entitiesIn, featuresIn, rulesIn, systemsIn } from "./rows.js";

/**
 * What a brief says to an architect, its amendments with it. Where an answer is missing, a careful one is taken in its place, and says so: nothing is
 * refused, and what rests on it is provisional.
 */
export function needsOf(brief: Brief): Needs {
  const ask = askOf(interviewOf(brief));
  const amendments = Object.keys(brief.amendments)
    .sort()
    .map((name) => askOf(interviewOf(brief, name)));
  const all = <T>(read: (ask: Ask) => readonly T[]): readonly T[] => [ask, ...amendments].flatMap(read);
  const features = all(featuresIn).toSorted((a, b) => a.priority.localeCompare(b.priority));
  const load = loadOf(ask, amendments);
  return Object.freeze({
    name: brief.name,
    kind: kindOf(ask),
    actors: frozen<ActorNeed>(actorsIn(ask)),
    features: frozen<FeatureNeed>(features.filter(({ priority }) => priority !== "P3")),
    leftOut: frozen<FeatureNeed>(features.filter(({ priority }) => priority === "P3")),
    entities: frozen<EntityNeed>(withoutDoubles(all(entitiesIn))),
    rules: frozen<RuleNeed>(rulesIn(ask, "data.rules")),
    edgeCases: frozen<RuleNeed>(
      all((one) => rulesIn(one, one.amendment === undefined ? "data.edge-cases" : "feature.edge-cases")),
    ),
    systems: frozen<SystemNeed>(withoutDoubles(all(systemsIn))),
    load,
    latency: { read: latencyOf(ask, "read", 200), write: latencyOf(ask, "write", 500) },
    ...known("ingest", ingestOf(ask)),
    ...known("series", amountsOf(ask, "data.series", ["sources", "every", "single", "sums"])),
    ...known("tenants", tenantsOf(ask)),
    ...known("batch", amountsOf(ask, "performance.batch", ["records", "within"])),
    ...known("files", amountsOf(ask, "data.files", ["largest", "together"])),
    ...known("freshness", amountsOf(ask, "performance.freshness", ["usual", "correction"])),
    ...known("retention", amountsOf(ask, "data.retention", ["records", "looks"])),
    growth: growthOf(ask),
    uptime: share(
      amountsOr(ask, "deployment.recovery", "uptime", 99.9, "Three nines are what most can be held to."),
    ),
    rpo: amountsOr(
      ask,
      "deployment.recovery",
      "rpo",
      300,
      "Five minutes cost little with continuous copies.",
    ),
    rto: amountsOr(ask, "deployment.recovery", "rto", 3_600, "An hour is what one person on call can hold."),
    ...known("budget", budgetOf(ask)),
    team: amountsOr(ask, "constraints.plan", "people", 2, "A small team is taken, which can run the least."),
    regulations: regulationsOf(ask),
    authentication: authenticationOf(ask),
    choice: (question: string) => ask.choice(question),
    requirementOf: (question: string) => ask.requirementOf(question),
  });
}

function kindOf(ask: Ask): Known<Kind> {
  const { value, ...rest } = ask.choice("scope.kind");
  const [kind] = value;
  return {
    value: (kind ?? "other") as Kind,
    from: rest.from,
    ...(rest.assumed && { assumed: rest.assumed }),
  };
}

function loadOf(ask: Ask, amendments: readonly Ask[]): Needs["load"] {
  const people = actorsIn(ask).reduce((sum, actor) => sum + (actor.people ?? 0), 0);
  const crowd = Math.max(1, Math.ceil(people / 50));
  const thumb = "One in fifty of those who use it is taken to be there at once, each with a request in 20 s.";
  const concurrent = amountsOr(ask, "performance.load", "concurrent", crowd, thumb);
  const usual = amountsOr(ask, "performance.load", "usual", Math.max(1, Math.ceil(crowd / 20)), thumb);
  const peak = amountsOr(
    ask,
    "performance.load",
    "peak",
    Math.max(1, usual.value * 5),
    "Five times the usual load is taken for the peak.",
  );
  const own = amendments.reduce((sum, one) => sum + rateOrNone(one, "feature.load", "peak"), 0);
  const spike = rateOrNone(ask, "performance.spike", "peak");
  const messages = rateOrNone(ask, "performance.ingest", "messages");
  // What people and programs ask for comes beside what devices send, and not instead of it.
  const most = Math.max(peak.value, spike) + messages + own;
  const from = new Set(peak.from);
  if (spike > peak.value) from.add(ask.requirementOf("performance.spike"));
  if (messages > 0) from.add(ask.requirementOf("performance.ingest"));
  for (const one of amendments)
    if (rateOrNone(one, "feature.load", "peak") > 0) from.add(one.requirementOf("feature.load"));
  return {
    concurrent,
    usual,
    peak,
    most: { value: most, from: [...from], ...(peak.assumed && { assumed: peak.assumed }) },
  };
}

function latencyOf(ask: Ask, part: "read" | "write", usual: number): Needs["latency"]["read"] {
  const quantity = ask.facts.quantity("performance.latency", part);
  if (quantity)
    return {
      value: { milliseconds: quantity.value, percentile: quantity.percentile ?? 95 },
      from: [ask.requirementOf("performance.latency")],
    };
  return {
    value: { milliseconds: usual, percentile: 95 },
    from: [],
    assumed: ask.assume("performance.latency", `${usual} ms for 95 % is what people do not notice.`),
  };
}

function ingestOf(ask: Ask): Needs["ingest"] {
  const found = amountsOf(ask, "performance.ingest", ["messages", "payload"]);
  return found && { ...found, value: { rate: found.value.messages, bytes: found.value.payload } };
}

function tenantsOf(ask: Ask): Needs["tenants"] {
  const found = amountsOf(ask, "performance.tenants", ["tenants", "largest"]);
  return found && { ...found, value: { count: found.value.tenants, largest: found.value.largest / 100 } };
}

function growthOf(ask: Ask): Known<number> {
  const month = ask.facts.number("performance.growth", "month");
  if (month !== undefined) return { value: month / 100, from: [ask.requirementOf("performance.growth")] };
  return {
    value: 0.03,
    from: [],
    assumed: ask.assume("performance.growth", "3 % a month, nearly half as much again in a year, is taken."),
  };
}

function budgetOf(ask: Ask): Needs["budget"] {
  const money = ask.facts.quantity("constraints.plan", "budget");
  return (
    money && {
      value: { amount: money.value, currency: money.currency ?? "EUR" },
      from: [ask.requirementOf("constraints.plan")],
    }
  );
}

function regulationsOf(ask: Ask): Known<readonly string[]> {
  const { value, from, assumed, other } = ask.choice("security.regulations");
  return {
    value: Object.freeze([
      ...value.filter((one) => one !== "none" && one !== "other"),
      ...(other ? [other] : []),
    ]),
    from,
    ...(assumed && { assumed }),
  };
}

function authenticationOf(ask: Ask): Needs["authentication"] {
  const decision = authenticationDecision(ask.facts);
  if (decision) return { value: decision, from: [ask.requirementOf("security.authentication")] };
  return {
    value: {
      verdict: "required",
      because: ["Nobody has said yet what the system holds, so that the careful way is taken."],
      wouldChange: ["An answer to security.authentication decides it."],
    },
    from: [],
    assumed: ask.assume("security.authentication", "The careful way is taken until it is decided."),
  };
}

/** Per cent as a part of one. */
function share(known: Known<number>): Known<number> {
  return { ...known, value: Number((known.value / 100).toPrecision(12)) };
}

function known<K extends string, T>(key: K, value: T | undefined): { [key in K]?: T } {
  return value === undefined ? {} : ({ [key]: value } as { [key in K]?: T });
}

function frozen<T>(list: readonly T[]): readonly T[] {
  return Object.freeze([...list]);
}

/** What an amendment names again is what is there already. */
function withoutDoubles<T extends { readonly name: string }>(list: readonly T[]): readonly T[] {
  const seen = new Set<string>();
  return list.filter(({ name }) => {
    const key = name.trim().toLowerCase();
    return !seen.has(key) && seen.add(key);
  });
}
