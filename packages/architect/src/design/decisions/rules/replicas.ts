import { option, type Rule } from "../rule.js";
import { entitiesFrom, loadFrom, readsASecond } from "./known.js";

const restoredASecond = 200e6;

/** How many databases hold the same, and what for. */
export const replicas: Rule = {
  id: "replicas",
  question: "How many copies of the database run beside it, and what for?",
  options: [
    option(
      "none",
      "None",
      "Run one database without a standby",
      ["Half the cost, and nothing to be behind."],
      ["A broken machine is an outage until it is restored from a copy."],
    ),
    option(
      "standby",
      "A standby that follows, and takes over",
      "Keep a standby that follows and takes over",
      [
        "Back within a minute or two, most of which is being sure that the first is gone.",
        "Updates of PostgreSQL without an outage to speak of.",
      ],
      ["The last moment before a fault is lost: what the standby had not received."],
    ),
    option(
      "synchronous",
      "A standby that has each write before it is acknowledged",
      "Let a standby have each write before it is acknowledged",
      ["Nothing that was acknowledged is lost with a machine."],
      [
        "Each write waits for the second machine; with only one standby, its outage stops writing: two are kept.",
      ],
    ),
    option(
      "readers",
      "A standby, and replicas that are read from",
      "Read from replicas beside the standby",
      ["Reads are spread over as many machines as are paid for."],
      ["What is read there is late by a moment: what somebody just wrote is read from the first."],
      "Lintel reads from one database: whoever reads from replicas is a service of its own, or a report.",
    ),
    option(
      "synchronous-readers",
      "A synchronous standby, and replicas that are read from",
      "Let a standby have each write before it is acknowledged, and read from replicas beside it",
      ["Nothing acknowledged is lost, and reads are spread."],
      ["Each write waits, and what is read from replicas is late by a moment."],
      "Lintel reads from one database: whoever reads from replicas is a service of its own, or a report.",
    ),
  ],
  looksAt: ["uptime", "rpo", "rto", "load", "growth", "entities", "demand"],
  follows: ["topology", "backup"],
  thresholds: ["uptime-of-one-machine", "recovery-from-a-copy", "restored-a-second", "reads-on-one-database"],
  judge: (given) => {
    const { needs, demand, settled, fromOf } = given;
    const { uptime, rto, rpo, entities } = needs;
    const waits = settled("backup") === "replicas";
    const where = settled("topology");
    const isFar = where === "several-zones" || where === "several-regions";
    const restoring = rto.value > 0 ? demand.stored.inAYear / restoredASecond / rto.value : 1;
    return {
      least: {
        says: "It may be away for as long as it takes to restore it from a copy.",
        from: [...new Set([...uptime.from, ...rto.from])],
      },
      marks: [
        {
          threshold: "reads-on-one-database",
          today: readsASecond(given),
          from: loadFrom(needs),
          to: waits ? "synchronous-readers" : "readers",
        },
        {
          threshold: "uptime-of-one-machine",
          today: uptime.value,
          from: uptime.from,
          to: "standby",
          hard: true,
        },
        { threshold: "recovery-from-a-copy", today: rto.value, from: rto.from, to: "standby", hard: true },
        {
          threshold: "restored-a-second",
          today: restoring,
          from: [...new Set([...rto.from, ...entitiesFrom(entities)])],
          to: "standby",
          hard: true,
        },
      ],
      facts: [
        {
          holds: waits,
          to: "synchronous",
          says: "Nothing that was acknowledged may be lost, so that a second machine has it first.",
          otherwise: "A duty to lose nothing that was acknowledged",
          from: [...new Set([...rpo.from, ...fromOf("backup")])],
          hard: true,
        },
        {
          holds: isFar,
          to: "standby",
          says: "It has to go on when a zone is lost, the database with it.",
          otherwise: "A duty to go on when a zone is lost",
          from: [...new Set([...fromOf("topology"), ...uptime.from, ...rto.from])],
          hard: true,
        },
      ],
    };
  },
};
