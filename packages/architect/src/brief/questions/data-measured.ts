import { answered, whenKind } from "./known.js";
import { take } from "./parts.js";
import type { Question } from "./question.js";
import { amountOf, everyOf } from "./wording.js";

export const series: Question = {
  id: "data.series",
  category: "data",
  number: 4,
  text: "How many sources send a reading how often, and for how long are single readings and sums over them kept?",
  reason:
    "These four numbers make the size of everything: ten thousand sources at one a minute are five billion rows a year.",
  follows:
    "How tables are cut by time, what is deleted when, and what a question about last year is answered from.",
  example: "sources 10,000, every 1 minute, single 90 days, sums 5 years",
  answer: {
    kind: "quantities",
    parts: [
      { id: "sources", title: "Sources", measure: "count", least: 1 },
      { id: "every", title: "A reading every", measure: "duration", least: 0 },
      { id: "single", title: "Single readings are kept for", measure: "duration", least: 0 },
      { id: "sums", title: "Sums are kept for", measure: "duration", least: 0 },
    ],
  },
  asked: whenKind("telemetry"),
  requirement: (value) => ({
    statement: `WHILE ${amountOf(value, "sources")} sources each send a reading every ${everyOf(value, "every")} THE SYSTEM SHALL keep single readings for ${amountOf(value, "single")} and sums over them for ${amountOf(value, "sums")}, and delete what is older without slowing down what comes in.`,
    priority: "P0",
  }),
};

export const late: Question = {
  id: "data.late",
  category: "data",
  number: 5,
  text: "How late may a reading arrive and still count, and how far may a device's clock be wrong?",
  reason: "Devices send late, twice and out of order, and some believe that it is 1970.",
  follows: "Which time a reading is kept under, how long sums stay open, and which readings are set aside.",
  example: "late 3 days, clock 5 minutes",
  answer: {
    kind: "quantities",
    parts: [
      { id: "late", title: "Still counts when late by", measure: "duration", least: 0 },
      { id: "clock", title: "A clock may be wrong by", measure: "duration", least: 0 },
    ],
  },
  asked: whenKind("telemetry"),
  recommend: (facts) => {
    if (!facts.isAnswered("experience.consumers") || !facts.includes("experience.consumers", "devices"))
      return take(
        "late 1 day, clock 5 minutes",
        "Nobody has said yet for how long a device may be out of reach; a day covers most outages, and five minutes a clock that is set now and then.",
      );
    return take(
      "late 3 days, clock 5 minutes",
      "Devices call it: they lose their network for a weekend, and their clocks run off by minutes between two settings.",
      ...answered(facts, "experience.consumers"),
    );
  },
  requirement: (value) => ({
    statement: `WHEN a reading arrives up to ${amountOf(value, "late")} after it was taken THE SYSTEM SHALL take it into every sum that it belongs to, whatever the order of arrival. IF a reading is from more than ${amountOf(value, "clock")} in the future or is later than that THEN THE SYSTEM SHALL set it aside, count it, and tell who looks after the device.`,
    priority: "P0",
  }),
};

export const files: Question = {
  id: "data.files",
  category: "data",
  number: 15,
  text: "How large is the largest file that people upload, and how much do all files take together in a year?",
  reason: "A database that holds videos cannot be restored in an hour.",
  follows: "Where files lie, how they are uploaded and checked, and what a backup takes.",
  example: "largest 20 MB, together 400 GB",
  answer: {
    kind: "quantities",
    parts: [
      { id: "largest", title: "Largest file", measure: "size", least: 0 },
      { id: "together", title: "All files in a year", measure: "size", least: 0 },
    ],
  },
  asked: whenKind("content", "other"),
  requirement: (value) => ({
    statement: `IF a file is larger than ${amountOf(value, "largest")} THEN THE SYSTEM SHALL refuse it before it has been sent whole. THE SYSTEM SHALL hold ${amountOf(value, "together")} of files outside the database, and hand out none that was not checked.`,
    priority: "P1",
  }),
};
