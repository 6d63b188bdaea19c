import { createRequire } from "node:module";

const { version } = createRequire(import.meta.url)("../../../package.json") as { version: string };

export const serverInfo = Object.freeze({ name: "lintel", title: "Lintel", version });

/** What an agent is told of the server as a whole. */
export const instructions =
  "Requirements before code. Call brief_status first: nothing may be built unless the brief is confirmed. Gather with start_interview, next_questions and answer_question; put the questions to the person, and never answer in their place. A contradiction is theirs to decide. There is no tool to confirm: a person runs `lintel brief confirm` at a terminal.";

export const capabilities = Object.freeze({ tools: {}, resources: {} });

/** Revisions with a handshake, which the official SDK serves; newest first. */
export const sessionRevisions = Object.freeze(["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"]);
/** The revision without a handshake and without sessions. */
export const statelessRevision = "2026-07-28";
