import { option, type Rule } from "../rule.js";
import { byName, fromOf, signsIn } from "./known.js";

/** How what a workflow changes in several places comes to agree. */
export const consistency: Rule = {
  id: "consistency",
  question: "How does what one workflow changes in several places come to agree?",
  options: [
    option(
      "transaction",
      "One transaction",
      "Change it in one transaction",
      ["Nobody ever sees one half without the other.", "Nothing has to be undone by hand or by code."],
      ["All that takes part lies in one database."],
    ),
    option(
      "eventual",
      "Told after the commit, until it was taken",
      "Commit here, and tell the others until they took it",
      ["Nobody waits for another system, and one that is away stops nobody."],
      ["What the others know is late: by a moment, and by hours when one was away."],
    ),
    option(
      "saga",
      "Steps, each of which can be undone",
      "Go step by step, with a way back for each step",
      ["The end is right though a step fails, and where it stands can be shown."],
      [
        "Each step needs its opposite and a key by which a repeat is known, and people see what lies between.",
      ],
    ),
  ],
  looksAt: ["cut", "systems", "architecture.consistency"],
  follows: ["style"],
  thresholds: [],
  subjects: ({ cut }) => cut.workflows.map(({ feature }) => feature.id).toSorted(),
  judge: ({ needs, cut, settled }, id) => {
    const workflow = cut.workflows.find(({ feature }) => feature.id === id);
    const isOne = settled("style") !== "services";
    const crosses = workflow !== undefined && workflow.services.length > 1 && !isOne;
    const systems = byName(needs.systems).filter(
      (system) => workflow?.systems.includes(system.name) && !signsIn(system),
    );
    const told = systems.filter(({ direction }) => direction === "out");
    const answering = systems.filter(({ direction }) => direction === "both");
    const chosen = "architecture.consistency";
    const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name).join(", ");
    const fromSystems = (list: readonly { readonly from: readonly string[] }[]) => [
      ...new Set([...(workflow ? [workflow.feature.id] : []), ...list.flatMap(({ from }) => from)]),
    ];
    const eventually = needs.choice(chosen).value.includes("eventual");
    return {
      least: {
        says: isOne
          ? "All of it lies in one database, and calls between modules join the caller's transaction."
          : "It changes one service, and so one database.",
        from: workflow ? [workflow.feature.id] : [],
      },
      marks: [],
      facts: [
        {
          holds: told.length > 0,
          to: "eventual",
          says: `In no transaction of ours, and told after the commit until it was taken: ${names(told)}.`,
          otherwise: "Another system that has to be told",
          from: fromSystems(told),
          hard: true,
        },
        {
          holds: crosses,
          to: eventually ? "eventual" : "saga",
          says: `It changes ${workflow?.services.length ?? 0} services, each with a database of its own.`,
          otherwise: "Services with databases of their own that it changes together",
          from: [...(workflow ? [workflow.feature.id] : []), ...fromOf(needs, chosen)],
          hard: true,
        },
        {
          holds: answering.length > 0,
          to: "saga",
          says: `How it goes on depends on an answer that takes its time, and what was done before can be undone: ${names(answering)}.`,
          otherwise: "Another system whose answer decides how it goes on",
          from: fromSystems(answering),
          hard: true,
        },
      ],
    };
  },
};
