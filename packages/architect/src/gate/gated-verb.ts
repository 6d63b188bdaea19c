/** What builds on confirmed requirements. */
export type GatedVerb = "dev" | "start" | "db diff" | "tests";
