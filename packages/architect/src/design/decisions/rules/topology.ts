import { option, type Rule } from "../rule.js";
import { residence, saidAt } from "./known.js";

/** Where it runs, and what may happen to it there. */
export const topology: Rule = {
  id: "topology",
  question: "Where does it run, and which faults does it survive?",
  options: [
    option(
      "one-machine",
      "One machine",
      "Run it on one machine",
      ["The cheapest, and the simplest to understand."],
      ["A broken machine is an outage until another is set up."],
    ),
    option(
      "serverless",
      "A platform that runs functions",
      "Run it on a platform that runs functions",
      ["Zones and scaling are the platform's business."],
      ["It is bound to the platform, and its limits are yours."],
    ),
    option(
      "one-region",
      "Several machines in one zone",
      "Run it on several machines of one zone",
      ["A machine may break, or be updated, without an outage."],
      ["A fault of the zone stops it."],
    ),
    option(
      "several-zones",
      "Several zones of one region",
      "Run it in several zones of one region",
      ["A whole data centre may go, and it stays."],
      [
        "A standby of the database and traffic between zones are paid for.",
        "Each write that waits for another zone takes a millisecond or two more.",
      ],
    ),
    option(
      "several-regions",
      "Several regions",
      "Run it in several regions",
      ["A region may go."],
      [
        "Either writes wait for another region, tens of milliseconds each, or some are lost with a region.",
        "At least twice the cost, and a failover that has to be practised.",
      ],
    ),
  ],
  looksAt: ["deployment.topology", "data.residency", "uptime", "rpo", "rto"],
  follows: ["style"],
  thresholds: [
    "uptime-of-one-machine",
    "uptime-of-one-zone",
    "uptime-of-one-region",
    "recovery-of-one-machine",
    "recovery-of-one-zone",
    "loss-with-archived-changes",
  ],
  judge: ({ needs, settled, fromOf }) => {
    const { uptime, rpo, rto } = needs;
    const isServerless = settled("style") === "serverless";
    const own = { says: "It does not run as functions.", from: [] };
    return {
      least: {
        says: "It may be away for as long as it takes to set up another machine.",
        from: [...new Set([...uptime.from, ...rto.from])],
      },
      marks: [
        {
          threshold: "uptime-of-one-region",
          today: uptime.value,
          from: uptime.from,
          to: "several-regions",
          hard: true,
        },
        {
          threshold: "uptime-of-one-zone",
          today: uptime.value,
          from: uptime.from,
          to: "several-zones",
          hard: true,
        },
        {
          threshold: "recovery-of-one-zone",
          today: rto.value,
          from: rto.from,
          to: "several-zones",
          hard: true,
        },
        {
          threshold: "loss-with-archived-changes",
          today: rpo.value,
          from: rpo.from,
          to: "several-zones",
          hard: true,
        },
        {
          threshold: "uptime-of-one-machine",
          today: uptime.value,
          from: uptime.from,
          to: "one-region",
          hard: true,
        },
        {
          threshold: "recovery-of-one-machine",
          today: rto.value,
          from: rto.from,
          to: "one-region",
          hard: true,
        },
      ],
      facts: isServerless
        ? [
            {
              holds: true,
              to: "serverless",
              says: "It runs as functions, whose platform spreads them by itself.",
              otherwise: "Functions",
              from: fromOf("style"),
            },
          ]
        : [],
      cannot: isServerless ? {} : { serverless: own },
      notes: residence(needs),
    };
  },
  said: ({ needs }) =>
    saidAt(needs, "deployment.topology", [
      "one-machine",
      "serverless",
      "one-region",
      "several-zones",
      "several-regions",
    ]),
};
