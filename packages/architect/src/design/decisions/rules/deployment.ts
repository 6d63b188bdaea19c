import { option, type Rule } from "../rule.js";
import { isCrossed } from "../thresholds.js";
import { loadFrom } from "./known.js";

/** In which form it is brought to where it runs. */
export const deployment: Rule = {
  id: "deployment",
  question: "In which form is it brought to where it runs?",
  options: [
    option(
      "one-process",
      "One process on a machine",
      "Run it as a process of the operating system",
      ["Nothing between it and the machine: what starts it, watches it and keeps its log is there already."],
      ["An update is a restart: a second or two, unless a second process takes over."],
    ),
    option(
      "processes",
      "A process a service on a machine",
      "Run each service as a process of the operating system",
      ["Each is restarted and bounded by itself, without anything more to run."],
      ["All of them share the machine, and its faults."],
    ),
    option(
      "containers",
      "Containers on a few machines",
      "Run it as containers on a few machines",
      [
        "The same image everywhere, and the old one is back within a minute.",
        "A machine may go: the balancer sends to the others.",
      ],
      ["Images have to be built, kept and patched."],
    ),
    option(
      "kubernetes",
      "Kubernetes",
      "Run it on Kubernetes",
      ["Places, replaces and scales many instances by itself."],
      [
        "A system of its own to be upgraded, secured and understood, by one or two people.",
        "Its faults are rare and long.",
      ],
    ),
    option(
      "serverless",
      "Functions of a platform",
      "Hand functions to a platform",
      ["Nothing to place and nothing to scale."],
      ["Limits of time, memory and connections are the platform's."],
    ),
  ],
  looksAt: ["load", "growth", "team", "cut", "demand"],
  follows: ["style", "topology"],
  thresholds: ["instances-on-one-machine", "instances-by-hand", "team-that-runs-a-cluster"],
  judge: ({ needs, cut, demand, settled, fromOf }) => {
    const style = settled("style");
    const where = settled("topology");
    const isServices = style === "services";
    const count = isServices ? Math.max(1, cut.services.length) : 1;
    const instances = isServices ? Math.max(demand.instances, 2 * count) : demand.instances;
    const hands = isCrossed("team-that-runs-a-cluster", needs.team.value);
    const other = { says: "It does not run as functions.", from: [] };
    const from = loadFrom(needs);
    return {
      least: { says: "One program on one machine needs nothing around it.", from: fromOf("topology") },
      marks: [
        ...(hands || isServices
          ? [{ threshold: "instances-by-hand" as const, today: instances, from, to: "kubernetes" }]
          : []),
        { threshold: "instances-on-one-machine", today: demand.instances, from, to: "containers" },
      ],
      facts: [
        {
          holds: isServices,
          to: "processes",
          says: `There are ${count} services, each of them a process.`,
          otherwise: "Several services",
          from: fromOf("style"),
        },
        {
          holds: where === "one-region" || where === "several-zones" || where === "several-regions",
          to: "containers",
          says: "It runs on several machines: the same image starts on each of them.",
          otherwise: "Several machines",
          from: fromOf("topology"),
        },
        ...(style === "serverless"
          ? [
              {
                holds: true,
                to: "serverless",
                says: "It runs as functions.",
                otherwise: "Functions",
                from: fromOf("style"),
              },
            ]
          : []),
      ],
      figures: [{ threshold: "team-that-runs-a-cluster", today: needs.team.value }],
      cannot: style === "serverless" ? {} : { serverless: other },
    };
  },
};
