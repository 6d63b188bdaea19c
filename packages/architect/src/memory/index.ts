/** What was learned before: patterns that many have found, and designs that this person has made. */
export * from "./patterns/index.js";
