import { option, type Rule } from "../rule.js";
import { fromOf, saidAt, signsIn } from "./known.js";

/** By what a repeat is known. */
export const idempotency: Rule = {
  id: "idempotency",
  question: "By what is it known that a request is a repeat of an earlier one?",
  options: [
    option(
      "client-key",
      "By a key that the caller makes",
      "Know a repeat by a key of the caller",
      [
        "Says exactly what the caller means, for every kind of request.",
        "Key, effect and answer commit together.",
      ],
      ["Callers make one, and keep it while they repeat."],
    ),
    option(
      "natural-key",
      "By what the request is about",
      "Know a repeat by what it is about, with a unique index",
      ["Nothing to ask of callers, and no time after which it is forgotten."],
      ["Two honest requests that look alike are taken for one."],
    ),
    option(
      "both",
      "By either",
      "Know a repeat by a key of the caller, and by what it is about",
      ["A caller that lost its key is still stopped from doubling."],
      ["Two rules, and an answer for when they disagree."],
    ),
  ],
  looksAt: ["architecture.idempotency", "kind", "systems", "ingest", "experience.consumers"],
  follows: [],
  thresholds: [],
  judge: ({ needs }) => {
    const { kind, systems, ingest } = needs;
    const sending = systems.filter((system) => system.direction !== "out" && !signsIn(system));
    const onlyDevices =
      needs.choice("experience.consumers").value.length > 0 &&
      needs.choice("experience.consumers").value.every((one) => one === "devices");
    const names = sending
      .map(({ name }) => name)
      .toSorted()
      .join(", ");
    return {
      least: {
        says: "A caller that got no answer asks again with the same key.",
        from: fromOf(needs, "architecture.idempotency"),
      },
      marks: [],
      facts: [
        {
          holds: kind.value === "payments",
          to: "both",
          says: "Money moves: a second net is cheaper than one payment that is made twice.",
          otherwise: "Money that moves",
          from: kind.from,
        },
        {
          holds: sending.length > 0,
          to: "both",
          says: `Other systems send again after a fault, with a number of their own and no key of ours: ${names}.`,
          otherwise: "Other systems that send here",
          from: [...new Set(sending.flatMap(({ from }) => from))].toSorted(),
        },
        {
          holds: ingest !== undefined,
          to: onlyDevices ? "natural-key" : "both",
          says: "Devices send again what they kept, and know it by device and number.",
          otherwise: "Devices that send again what they kept",
          from: ingest?.from ?? fromOf(needs, "experience.consumers"),
          hard: true,
        },
      ],
    };
  },
  said: ({ needs }) => saidAt(needs, "architecture.idempotency", ["client-key", "natural-key", "both"]),
};
