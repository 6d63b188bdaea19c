import type { Decision } from "../decisions/index.js";

/** For tests: a decision as the figures of a small shop come to it. */
export function decided(otherwise: Partial<Decision> = {}): Decision {
  return {
    id: "style",
    title: "Run it as one process with inner borders",
    question: "How is the system cut?",
    options: [
      { id: "monolith", title: "Modular monolith", score: 86, pros: ["One thing to run."], cons: [] },
      {
        id: "services",
        title: "Services",
        score: 41,
        pros: ["Each scales alone."],
        cons: ["Three teams' work for a team of two."],
      },
      {
        id: "serverless",
        title: "Serverless",
        score: 0,
        pros: [],
        cons: [],
        ruledOut: { says: "Connections are held open for feeds.", from: ["REQ-INTG-003"] },
      },
    ],
    chosen: "monolith",
    calculated: "monolith",
    because: [{ says: "The peak is 400 requests a second.", from: ["REQ-PERF-001"] }],
    wouldChange: [{ says: "A team of more than 12; it is 2.", from: ["REQ-CONS-001"] }],
    consequences: ["One image is deployed."],
    missing: [],
    ...otherwise,
  };
}

/** For tests: the same with another choice. */
export const cutIntoServices: Partial<Decision> = {
  title: "Cut it into services",
  chosen: "services",
  calculated: "services",
};
