import type { Decision, Needs } from "../../design/index.js";
import { asFailure } from "../../failure.js";
import { factsOf } from "../facts.js";
import {
  type Learned,
  type LearnedNote,
  learnedDecisions,
  type Measurement,
  memoriesOf,
  withDesign,
  withMeasurements,
  withNote,
} from "../memory.js";
import { type Recollection, recall } from "../recall/index.js";
import { type HomeFiles, homeFiles, keepInHome, readHome, readSharing } from "./home.js";
import { changeLearned, openLearned } from "./project-file.js";

export interface Designed {
  readonly needs: Needs;
  readonly decisions: readonly Decision[];
}

/**
 * Notes what was designed, and why, in `ai/memory-bank/learned.json`; and in the home folder where the person agreed. Never throws and never stops a design: what
 * could not be kept is told.
 *
 * @returns what is to be told, in sentences
 */
export async function rememberDesign(
  directory: string,
  { needs, decisions }: Designed,
  at: string,
  home: HomeFiles = homeFiles(),
): Promise<readonly string[]> {
  const design = { at, facts: factsOf(needs), decisions: learnedDecisions(decisions).map(clean) };
  try {
    return await change(directory, (learned) => withDesign(learned, design), home);
  } catch (error) {
    return [sentence(error)];
  }
}

/**
 * Adds what a person says went well or badly.
 *
 * @returns what could not be kept in the home folder
 * @throws ToolError LEARNED_UNREADABLE, LEARNED_BUSY, LEARNED_NOT_WRITABLE
 */
export function rememberNote(
  directory: string,
  note: LearnedNote,
  home: HomeFiles = homeFiles(),
): Promise<readonly string[]> {
  return change(directory, (learned) => withNote(learned, note), home);
}

/**
 * Adds what was measured of what was promised.
 *
 * @returns what could not be kept in the home folder
 * @throws ToolError LEARNED_UNREADABLE, LEARNED_BUSY, LEARNED_NOT_WRITABLE
 */
export function rememberMeasurements(
  directory: string,
  measured: readonly Measurement[],
  home: HomeFiles = homeFiles(),
): Promise<readonly string[]> {
  return change(directory, (learned) => withMeasurements(learned, measured), home);
}

/**
 * Keeps in the home folder what the project has learned so far, where it has learned anything.
 *
 * @throws ToolError LEARNED_UNREADABLE, LEARNED_BUSY, LEARNED_NOT_WRITABLE
 */
export async function shareNow(directory: string, home: HomeFiles = homeFiles()): Promise<readonly string[]> {
  return openLearned(directory) ? change(directory, (learned) => learned, home) : [];
}

/** The nearest earlier designs: of this project, and of others where the person agreed. Never throws: what cannot be read is told. */
export function recallNearest(
  directory: string,
  { needs, decisions }: Designed,
  home: HomeFiles = homeFiles(),
): { readonly recollections: readonly Recollection[]; readonly notes: readonly string[] } {
  const notes: string[] = [];
  let own: Learned | undefined;
  try {
    own = openLearned(directory);
  } catch (error) {
    notes.push(sentence(error));
  }
  const others = readSharing(home)?.choice === "on" ? readHome(own?.id, home) : { memories: [], notes: [] };
  const memories = [...(own ? memoriesOf(own, true) : []), ...others.memories];
  return { recollections: recall(needs, decisions, memories), notes: [...notes, ...others.notes] };
}

async function change(
  directory: string,
  make: (learned: Learned) => Learned,
  home: HomeFiles,
): Promise<readonly string[]> {
  const notes: string[] = [];
  await changeLearned(directory, make, (learned) => {
    if (readSharing(home)?.choice !== "on") return;
    try {
      keepInHome(learned, home);
    } catch (error) {
      notes.push(sentence(error));
    }
  });
  return notes;
}

function sentence(error: unknown): string {
  const { code, message, where, next } = asFailure(error);
  return `${code}${where ? ` (${where})` : ""}: ${message.split("\n")[0]} ${next}`;
}

/** Names of a brief may hold anything: no control character is kept. */
function clean<T extends { readonly subject?: string; readonly because?: readonly string[] }>(
  decision: T,
): T {
  const line = (text: string, longest: number) =>
    text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ").slice(0, longest);
  return {
    ...decision,
    ...(decision.subject !== undefined && { subject: line(decision.subject, 500) }),
    ...(decision.because && { because: decision.because.map((text) => line(text, 2_000)) }),
  };
}
