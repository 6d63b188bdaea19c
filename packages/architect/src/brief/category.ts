/** The ten categories that every set of requirements covers, in the order in which they are asked about. */
export const categories = Object.freeze([
  { id: "scope", code: "SCOPE", title: "Project scope and goals", least: 2, most: 5 },
  { id: "architecture", code: "ARCH", title: "Technical stack and architecture", least: 3, most: 5 },
  { id: "experience", code: "EXP", title: "User experience and design", least: 2, most: 4 },
  { id: "data", code: "DATA", title: "Data and business logic", least: 3, most: 6 },
  { id: "integration", code: "INT", title: "Integration and APIs", least: 2, most: 4 },
  { id: "performance", code: "PERF", title: "Performance and scale", least: 2, most: 3 },
  { id: "security", code: "SEC", title: "Security and compliance", least: 2, most: 3 },
  { id: "testing", code: "TEST", title: "Testing and quality", least: 2, most: 3 },
  { id: "deployment", code: "DEP", title: "Deployment and infrastructure", least: 2, most: 3 },
  { id: "constraints", code: "PLAN", title: "Timeline and constraints", least: 1, most: 2 },
] as const satisfies readonly Category[]);

interface Category {
  readonly id: string;
  /** In the ids of requirements: `REQ-PERF-002`. */
  readonly code: string;
  readonly title: string;
  /** How many of its questions a whole project is asked, at least and at most. */
  readonly least: number;
  readonly most: number;
}

export type CategoryId = (typeof categories)[number]["id"];
