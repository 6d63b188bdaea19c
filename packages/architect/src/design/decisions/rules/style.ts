import { option, type Rule } from "../rule.js";
import { isCrossed, sayIn } from "../thresholds.js";
import { fromOf, has, saidAt } from "./known.js";

const modular = "modular-monolith";

/** One program, several, or functions that a platform runs. */
export const style: Rule = {
  id: "style",
  question: "How is the system cut?",
  options: [
    option(
      "serverless",
      "Functions that a platform runs",
      "Run it as functions of a platform",
      ["Costs little while nothing happens.", "No machines to look after."],
      [
        "A first call after a pause takes about a second.",
        "Connections that stay open and work in the background need something else beside it.",
        "The database runs all day in any case, and is most of the cost.",
      ],
      "Lintel serves from a process: what wraps it into functions is written beside it.",
    ),
    option(
      modular,
      "One program with inner borders",
      "Run it as one program with inner borders",
      [
        "A change to two modules is one transaction.",
        "One thing to deploy, to watch and to restore.",
        "The borders are those of services: a module can be moved out later, at a price that is known then.",
      ],
      ["All of it is released together.", "A fault that stops the process stops all of it."],
    ),
    option(
      "services",
      "Several services, each with a database of its own",
      "Cut it into services with databases of their own",
      ["Each is released and scaled by itself.", "A fault in one need not stop the others."],
      [
        "A change to two of them is no longer one transaction, and each call between them can be slow, lost or doubled.",
        "Each has its own deployment, alerts, copies and restores: about a day a week of somebody's time for every few of them.",
      ],
    ),
  ],
  looksAt: [
    "architecture.style",
    "team",
    "load",
    "latency",
    "ingest",
    "experience.live",
    "architecture.interfaces",
  ],
  follows: [],
  thresholds: ["steady-load", "first-call", "team-on-one-program"],
  judge: ({ needs }) => {
    const { load, latency, team, ingest } = needs;
    const [read, write] = [latency.read, latency.write];
    const open = "architecture.interfaces";
    return {
      leading: [
        {
          says: isCrossed("team-on-one-program", team.value)
            ? `${sayIn("people", team.value)} build it: too many for one program.`
            : `${sayIn("people", team.value)} ${team.value === 1 ? "builds" : "build"} it: one program is enough, and what is larger than one database is no reason for several programs.`,
          from: team.from,
        },
      ],
      least: {
        says: "It is asked for so seldom that a process that waits would wait nearly always.",
        from: load.usual.from,
      },
      marks: [
        { threshold: "team-on-one-program", today: team.value, from: team.from, to: "services" },
        { threshold: "steady-load", today: load.usual.value, from: load.usual.from, to: modular },
        {
          threshold: "first-call",
          today: Math.min(read.value.milliseconds, write.value.milliseconds),
          from: [...new Set([...read.from, ...write.from])],
          to: modular,
        },
      ],
      facts: [
        {
          holds: ingest !== undefined,
          to: modular,
          says: "Devices send all day, and a function would be started for each of their messages.",
          otherwise: "Devices that send all day",
          from: ingest?.from ?? [],
          hard: true,
        },
        {
          holds: has(needs, open, "websocket", "events", "webhooks") || has(needs, "experience.live", "live"),
          to: modular,
          says: "Others follow what happens here: connections stay open, or something delivers in the background.",
          otherwise: "Others who follow what happens here",
          from: fromOf(needs, open, "experience.live"),
        },
      ],
    };
  },
  said: ({ needs }) => saidAt(needs, "architecture.style", ["serverless", modular, "services"]),
};
