import { option, type Rule } from "../rule.js";
import { isCrossed } from "../thresholds.js";
import { entitiesFrom, fromOf, has, residence, saidAt } from "./known.js";

const forever = Number.POSITIVE_INFINITY;

/** How what it keeps survives a broken disk, a wrong command and a stolen password. */
export const backup: Rule = {
  id: "backup",
  question: "How is what it keeps copied away, and had back?",
  options: [
    option(
      "none",
      "Not at all",
      "Copy nothing away",
      ["Costs nothing, and nothing has to be guarded or forgotten."],
      ["What is lost is lost."],
    ),
    option(
      "nightly",
      "A full copy each night",
      "Copy all of it away each night",
      ["Simple, and easy to look into."],
      ["Up to a day is lost."],
    ),
    option(
      "continuous",
      "A full copy, and every change after it as it happens",
      "Archive every change as it happens, and take a full copy each week",
      ["Any moment of the last weeks can be had back.", "Seconds to minutes are lost at most."],
      ["The changes take space, and their arrival has to be watched."],
    ),
    option(
      "replicas",
      "Replicas that acknowledge each write, and every change archived beside them",
      "Acknowledge a write only once a second machine has it, and archive every change",
      ["Nothing that was acknowledged is lost with a machine."],
      ["Each write waits for a second machine, and stops when none is there: three are kept for it."],
    ),
  ],
  looksAt: ["deployment.backups", "deployment.rebuild", "data.residency", "rpo", "entities"],
  follows: [],
  thresholds: ["kept-a-week", "loss-with-nightly-copies", "loss-with-archived-changes"],
  judge: ({ needs }) => {
    const { rpo, entities } = needs;
    const longest = Math.max(0, ...entities.map(({ keptFor }) => keptFor ?? forever));
    const isMadeAgain = has(needs, "deployment.rebuild", "rebuilt", "waited");
    const kept = entities.length === 0 ? forever : longest;
    const mayBeLost = isMadeAgain && !isCrossed("kept-a-week", kept);
    return {
      least: {
        says: "It keeps nothing for longer than a week, and is made again or waited for.",
        from: fromOf(needs, "deployment.rebuild"),
      },
      marks: mayBeLost
        ? []
        : [
            {
              threshold: "loss-with-archived-changes",
              today: rpo.value,
              from: rpo.from,
              to: "replicas",
              hard: true,
            },
            {
              threshold: "loss-with-nightly-copies",
              today: rpo.value,
              from: rpo.from,
              to: "continuous",
              hard: true,
            },
          ],
      facts: [
        {
          holds: !mayBeLost,
          to: "nightly",
          says: "What it keeps cannot be made again from elsewhere.",
          otherwise: "Anything that is kept for longer than a week, or cannot be made again",
          from: [...new Set([...entitiesFrom(entities), ...fromOf(needs, "deployment.rebuild")])],
          hard: true,
        },
      ],
      figures: [{ threshold: "kept-a-week", today: kept }],
      notes: [
        "A copy that was never restored is a hope: it is restored once a month into an empty database, and the time is noted.",
        ...residence(needs),
      ],
    };
  },
  said: ({ needs }) => saidAt(needs, "deployment.backups", ["none", "nightly", "continuous", "replicas"]),
};
