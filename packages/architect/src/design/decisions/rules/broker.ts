import { option, type Rule } from "../rule.js";
import { eventsASecond, fromOf, has, loadFrom } from "./known.js";

/** What carries events to those who act on them. */
export const broker: Rule = {
  id: "broker",
  question: "What carries events to those who act on them?",
  options: [
    option(
      "log",
      "The log in PostgreSQL",
      "Let the log in PostgreSQL carry events",
      [
        "An event is there exactly if its transaction is: nothing to be reconciled.",
        "One system less to run, to copy away and to secure.",
        "Whoever was away reads on from where they were.",
      ],
      ["Events take room and CPU of the database."],
    ),
    option(
      "rabbitmq",
      "RabbitMQ beside the log",
      "Hand events from the log to RabbitMQ",
      ["Many workers take from one queue, in any language."],
      [
        "Order is lost as soon as two of them work.",
        "Another system, with state that has to be copied and restored.",
      ],
      "Lintel does not speak to it yet: a consumer of the log hands events on.",
    ),
    option(
      "jetstream",
      "NATS JetStream beside the log",
      "Hand events from the log to NATS JetStream",
      ["Carries hundreds of thousands of events a second, in order for each subject, and replays them."],
      [
        "Another system, with state that has to be copied and restored.",
        "An event is in two places, and the second is late.",
      ],
      "Lintel does not speak to it yet: a consumer of the log hands events on.",
    ),
  ],
  looksAt: ["architecture.ordering", "architecture.buffer", "ingest", "load", "growth", "demand"],
  follows: ["interfaces"],
  thresholds: ["events-through-the-log"],
  judge: (given) => {
    const { needs } = given;
    const anyOrder = has(needs, "architecture.ordering", "none");
    return {
      least: {
        says: "One PostgreSQL carries what happens here many times over, and an event leaves exactly when its transaction commits.",
        from: loadFrom(needs),
      },
      marks: [
        {
          threshold: "events-through-the-log",
          today: eventsASecond(given),
          from: [
            ...new Set([
              ...loadFrom(needs),
              ...(needs.ingest?.from ?? []),
              ...fromOf(needs, "architecture.ordering"),
            ]),
          ],
          to: anyOrder ? "rabbitmq" : "jetstream",
        },
      ],
      facts: [],
    };
  },
};
