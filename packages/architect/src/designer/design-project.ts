import { join } from "node:path";
import type { SystemModel } from "@lintel/runtime/tools";
import { type Brief, type Derived, digestsOfAnswers, saveBrief } from "../brief/index.js";
import { shortDigest } from "../brief/store/digest.js";
import { documentsOf, draftOf, type Grounds, recordsOf } from "../design/index.js";
import { type Proposal, proposalOf } from "../design/proposal/index.js";
import {
  commitFiles,
  compareDocuments,
  dataPath,
  documentChanges,
  documentsPath,
  emptyDesign,
  type FileChange,
  isNeeded,
  type KeptOverride,
  openDesign,
  readText,
  type StoredDesign,
  storedText,
} from "../design/store/index.js";
import { findProject } from "../project/index.js";
import { readModel } from "../project/read-model.js";
import { blueprintStanding } from "./blueprint-standing.js";
import type { Designed, DraftOutcome } from "./designed.js";
import { firstPrices } from "./figures.js";
import { groundsWith } from "./grounds-with.js";
import { loadDraft } from "./load-draft.js";
import { answersAreThose, worked } from "./read-design.js";

export interface DesignRequest {
  readonly directory: string;
  /** From the project's folder. */
  readonly blueprint: string;
  readonly brief: Brief;
  /** RFC 3339, UTC. */
  readonly at: string;
  /** What a person decides otherwise, where that changes. */
  readonly overrides?: (before: readonly KeptOverride[]) => readonly KeptOverride[];
  /** Whether what is proposed for drafted files is taken. */
  readonly apply: boolean;
  /** Drafted files of which a person says that they stay as they are. */
  readonly kept: ReadonlySet<string>;
  /** Only the documents: nothing is drafted or proposed. */
  readonly documentsOnly: boolean;
  /** Nothing is written. */
  readonly dry: boolean;
  /** Told of each step before it begins. */
  readonly onStep: (says: string) => void;
}

/**
 * Designs a project from its confirmed brief: decides, drafts the blueprint where there is none, proposes where there is one that was drafted, renders
 * the documents. Whatever it writes is written whole or not at all, and a run that was cut short is finished by the next.
 *
 * @throws ToolError FILES_EXIST; BLUEPRINT_HAS_ERRORS and others with which a blueprint cannot be read; any of the store and of overrides
 */
export async function designProject(request: DesignRequest): Promise<Designed> {
  const { directory, brief, at, dry, onStep } = request;
  const before = openDesign(directory);
  const kept = before?.overrides ?? [];
  const all = request.overrides?.(kept) ?? kept;
  onStep("deciding");
  const { grounds, overrides, setAside } = groundsWith(
    brief,
    all,
    all.filter((one) => !kept.includes(one)),
  );
  const stored: StoredDesign = {
    ...(before ?? emptyDesign),
    overrides: all,
    records: recordsOf(
      grounds.decisions,
      before?.records ?? [],
      at,
      all === kept && answersAreThose(brief, before),
    ),
  };
  const draft = draftBlueprint(request, grounds, stored);
  const drafted: StoredDesign = { ...stored, drafted: draft.drafted };
  const data = dataChange(directory, drafted);
  const isBegun = !dry && [...draft.changes, data].some(isNeeded);
  const left = dry ? [] : commitFiles(directory, [...draft.changes, data]);

  onStep("reading the blueprint");
  const model = await modelOf(request, draft);
  onStep("rendering documents");
  const architecture = worked(directory, grounds, { model, overrides, records: stored.records });
  const files = documentsOf(architecture);
  const standings = compareDocuments(directory, stored, files);
  const { changes, documents, aside, foreign } = documentChanges(directory, standings, files);
  const whole: StoredDesign = { ...drafted, documents, from: digestsOfAnswers(brief) };
  const rest = [...firstPrices(directory), ...changes];
  const leftOfDocuments = dry ? [] : commitFiles(directory, [...rest, dataChange(directory, whole)], isBegun);
  if (!dry) noteDerived(directory, brief);
  const besides = new Set(aside.map(({ to }) => to));
  const isOwn = ({ path }: FileChange) => !besides.has(path);
  return {
    grounds,
    architecture,
    stored: whole,
    draft: draft.outcome,
    setAside,
    documents: {
      written: changes.filter((one) => one.text !== undefined && isOwn(one)).map(({ path }) => path),
      removed: changes.filter(({ text }) => text === undefined).map(({ path }) => path),
      count: Object.keys(documents).length,
      aside,
      foreign,
    },
    left: [...left, ...leftOfDocuments],
  };
}

interface Draft {
  readonly outcome: DraftOutcome;
  readonly changes: readonly FileChange[];
  /** What counts as drafted afterwards. */
  readonly drafted: StoredDesign["drafted"];
  /** Of a blueprint that is not there yet. */
  readonly first?: StoredDesign["drafted"];
}

function draftBlueprint(request: DesignRequest, grounds: Grounds, stored: StoredDesign): Draft {
  const { directory, blueprint, apply, kept, documentsOnly, onStep } = request;
  const unchanged = { changes: [], drafted: stored.drafted };
  if (documentsOnly) return { ...unchanged, outcome: { outcome: "passed-over" } };
  onStep("drafting the blueprint");
  const next = draftOf(grounds).toSorted((one, other) => (one.path < other.path ? -1 : 1));
  const standing = blueprintStanding(directory, blueprint, stored, next);
  if (standing.state === "own") return { ...unchanged, outcome: { outcome: "own" } };
  if (standing.state === "free") {
    const drafted = next.map(({ path }) => path);
    const others = standing.changes.map(({ path }) => path).filter((path) => !drafted.includes(path));
    return {
      outcome: { outcome: "written", files: drafted, madeRoom: others },
      changes: standing.changes,
      drafted: next,
      first: next,
    };
  }
  const read = (path: string) => readText(join(directory, path), path);
  return proposed(proposalOf(stored.drafted, next, read, kept), apply);
}

function proposed({ files, standing, applied }: Proposal, apply: boolean): Draft {
  if (files.length === 0) return { outcome: { outcome: "unchanged" }, changes: [], drafted: standing };
  if (!apply) return { outcome: { outcome: "proposed", files }, changes: [], drafted: standing };
  const changes = files.flatMap((one): readonly FileChange[] => {
    switch (one.kind) {
      case "add":
        return [{ path: one.path, before: undefined, text: one.text }];
      case "replace":
      case "merge":
        return [{ path: one.path, before: one.before, text: one.text }];
      case "remove":
        return [{ path: one.path, before: one.before, text: undefined }];
      default:
        return [];
    }
  });
  return { outcome: { outcome: "applied", files }, changes, drafted: applied };
}

function dataChange(directory: string, design: StoredDesign): FileChange {
  return { path: dataPath, before: readText(join(directory, dataPath), dataPath), text: storedText(design) };
}

async function modelOf({ directory, blueprint, dry }: DesignRequest, draft: Draft): Promise<SystemModel> {
  if (dry && draft.first) return loadDraft(directory, draft.first);
  return (await readModel(findProject(directory, blueprint))).model;
}

/** So that the brief tells what has become stale once an answer changes. */
function noteDerived(directory: string, brief: Brief): void {
  const made: Derived = { kind: "design", path: documentsPath, from: digestsOfAnswers(brief) };
  const isOther = ({ kind, path }: Derived) => kind !== made.kind || path !== made.path;
  const before = brief.derived.find((one) => !isOther(one));
  if (before && shortDigest(before) === shortDigest(made)) return;
  const others = brief.derived.filter(isOther);
  saveBrief(directory, { ...brief, derived: [...others, made] });
}
