import { sayNumber } from "../../../brief/say.js";
import { option, type Rule, type Said } from "../rule.js";
import { isCrossed, limit } from "../thresholds.js";
import { fromOf, has } from "./known.js";

const asked = "architecture.interfaces";
const callers = "experience.consumers";

const rest = option(
  "rest",
  "REST",
  "Answer calls by REST",
  [
    "Every language and tool speaks it, and what lies between can hold answers.",
    "One way in: one set of limits, tests and versions.",
  ],
  ["A screen that shows much may take several calls."],
);
const graphql = option(
  "rest-graphql",
  "REST and GraphQL",
  "Answer calls by REST, and screens by GraphQL",
  ["A screen asks for exactly what it shows, in one call."],
  ["What a query costs has to be bounded.", "A second way in, to be described, limited and tested."],
  "Lintel does not speak GraphQL yet: a gateway before its REST is written beside it.",
);
const grpc = option(
  "rest-grpc",
  "REST and gRPC",
  "Answer calls by REST, and programs by gRPC",
  ["Compact and fast between programs that call all day."],
  ["Browsers need a gateway.", "Harder to look into."],
  "Lintel does not speak gRPC: a gateway before its REST is written beside it.",
);
const every = option(
  "rest-graphql-grpc",
  "REST, GraphQL and gRPC",
  "Answer calls by REST, screens by GraphQL, and programs by gRPC",
  ["Each kind of caller has what suits it."],
  ["Three ways in to be described, limited, tested and kept for years."],
  "Lintel speaks neither GraphQL nor gRPC yet: gateways before its REST are written beside it.",
);

/** How those who ask are answered. */
export const calls: Rule = {
  id: "interfaces",
  part: "calls",
  question: "How do applications and programs call it?",
  options: [rest, graphql, grpc, every],
  looksAt: [asked, callers, "entities", "load", "growth", "demand"],
  follows: [],
  thresholds: ["own-applications", "entities-on-screens", "calls-between-programs"],
  judge: ({ needs, demand }) => {
    const own = ["web", "mobile"].filter((one) => has(needs, callers, one)).length;
    const from = fromOf(needs, callers);
    const entities = needs.entities.length;
    const most = demand.requests.mostInAYear;
    const manyScreens = isCrossed("own-applications", own) && isCrossed("entities-on-screens", entities);
    const programs = has(needs, callers, "services") && !has(needs, callers, "web", "mobile");
    const fast = programs && isCrossed("calls-between-programs", most);
    return {
      least: {
        says: "Nothing that was said asks for more than calls and answers; another way can be added beside it later.",
        from,
      },
      marks: [],
      figures: [
        { threshold: "own-applications", today: own },
        { threshold: "entities-on-screens", today: entities },
        { threshold: "calls-between-programs", today: most },
      ],
      facts: [
        {
          holds: manyScreens,
          to: graphql.id,
          says: `Web and mobile applications show ${entities} kinds of thing on screens of their own, more than ${limit("entities-on-screens")}: each asks for what it shows.`,
          otherwise: `Web and mobile applications both, over more than ${limit("entities-on-screens")} (today ${own} of the two, ${entities} entities)`,
          from,
        },
        {
          holds: fast,
          to: grpc.id,
          says: `Only programs call it, more than ${limit("calls-between-programs")}: text costs more than a core.`,
          otherwise: `Nobody but programs calling, more than ${limit("calls-between-programs")} (today ${sayNumber(Math.ceil(most))})`,
          from,
        },
      ],
    };
  },
  said: ({ needs }) =>
    said(needs.choice(asked), (ways) => {
      const [screens, programs] = [ways.includes("graphql"), ways.includes("grpc")];
      return screens && programs ? every.id : screens ? graphql.id : programs ? grpc.id : rest.id;
    }),
};

/** How those hear of it who do not ask. */
export const notices: Rule = {
  id: "interfaces",
  part: "notices",
  question: "How do other systems hear of what happens here?",
  options: [
    option(
      "none",
      "They ask",
      "Let other systems ask",
      ["Nothing to deliver, and nothing to be late."],
      ["Whoever must react asks again and again."],
    ),
    option(
      "webhooks",
      "Webhooks",
      "Send signed webhooks",
      ["Any system with an address can be told, and needs nothing of ours."],
      ["Their systems are slow or away: it is tried again for days."],
    ),
    option(
      "events",
      "Events that they follow",
      "Let other systems follow events",
      ["Whoever was away goes on where they were.", "Followers are added without a change here."],
      ["A change to an event can break those who follow."],
    ),
    option(
      "webhooks-events",
      "Webhooks and events",
      "Send webhooks to others, and let our own systems follow events",
      ["Strangers need only an address, and our own systems miss nothing."],
      ["Two ways for the same to be told, both to be kept."],
    ),
  ],
  looksAt: [asked, callers, "systems"],
  follows: [],
  thresholds: [],
  judge: ({ needs }) => {
    const strangers = has(needs, callers, "partners", "developers");
    const own = has(needs, callers, "services");
    const both = strangers && own;
    const from = fromOf(needs, callers);
    return {
      least: { says: "No program of others was named that has to react to what happens here.", from },
      marks: [],
      facts: [
        {
          holds: strangers && !both,
          to: "webhooks",
          says: "Programs of partners or outside developers call it, and would ask again and again for what they could be told.",
          otherwise: "Programs of partners or outside developers that call it",
          from,
        },
        {
          holds: own && !both,
          to: "events",
          says: "Services of one's own call it: they follow what happens here from where they were, and miss nothing.",
          otherwise: "Services of one's own that call it",
          from,
        },
        {
          holds: both,
          to: "webhooks-events",
          says: "Both strangers and services of one's own call it: the first are told at an address, the others follow.",
          otherwise: "Strangers and services of one's own that both call it",
          from,
        },
      ],
    };
  },
  said: ({ needs }) =>
    said(needs.choice(asked), (ways) => {
      const [hooks, events] = [ways.includes("webhooks"), ways.includes("events")];
      return hooks && events ? "webhooks-events" : hooks ? "webhooks" : events ? "events" : "none";
    }),
};

function said(
  {
    bySomeone,
    value,
    from,
  }: { readonly bySomeone: boolean; readonly value: readonly string[]; readonly from: readonly string[] },
  optionOf: (ways: readonly string[]) => string,
): Said | undefined {
  if (!bySomeone || value.length === 0) return undefined;
  return { option: optionOf(value), reason: `The brief says so (${from.join(", ")}).`, from };
}
