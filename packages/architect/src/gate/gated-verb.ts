/** What builds on confirmed requirements. */
export type GatedVerb = "design" | "dev" | "start" | "db diff" | "tests";
