import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import type { SystemModel } from "@lintel/runtime/tools";
import { openBrief } from "../brief/index.js";
import type { Ground } from "../design/explain/index.js";
import { type Capacity, type CapacityInput, capacityOf, defaultPrices, readPrices } from "../design/index.js";
import { designFiles, openDesign, readText } from "../design/store/index.js";
import { groundsWith } from "../designer/index.js";
import { asFailure } from "../failure.js";
import { readLedger } from "../practice/ledger/index.js";
import { findProject, loadBlueprint, type Project } from "../project/index.js";
import { readDocuments } from "./read-documents.js";

export interface Knowledge {
  readonly ground: Ground;
  /** Whether `lintel design` has been run: else decisions are what the brief alone comes to. */
  readonly isDesigned: boolean;
  /** What could not be read, in sentences: the rest is explained without it. */
  readonly notes: readonly string[];
}

/**
 * What there is to know of the project of a folder. Undefined where it has no brief. A blueprint that cannot be read is no obstacle, and told as a note.
 *
 * @throws ToolError of a brief or a design that cannot be read, and where an override names what there is not
 */
export async function readKnowledge(
  directory: string,
  blueprint?: string,
  { model: withModel = true }: { readonly model?: boolean } = {},
): Promise<Knowledge | undefined> {
  const stored = openBrief(directory);
  if (stored.state === "missing") return undefined;
  const design = openDesign(directory);
  const { model, placeOf, note }: Model = withModel ? await readModel(directory, blueprint) : {};
  const { grounds, setAside } = groundsWith(stored.brief, design?.overrides ?? []);
  const { capacity, note: capacityNote } = model ? capacityIn(directory, { ...grounds, model }) : {};
  return {
    ground: {
      ...grounds,
      ...(model && { model }),
      ...(capacity && { capacity }),
      ...(placeOf && { placeOf }),
      ...(design && { records: design.records }),
      documents: readDocuments(designFiles(directory).documents),
      tests: readLedger(directory).entries.map(({ requirement, test, green }) => ({
        requirement,
        test,
        isGreen: green !== undefined,
      })),
    },
    isDesigned: design !== undefined,
    notes: [
      ...setAside.map(
        ({ decision, option }) =>
          `The override of ${decision} with ${option} is set aside: there is no such choice any more.`,
      ),
      ...[note, capacityNote].flatMap((one) => one ?? []),
    ],
  };
}

function capacityIn(
  directory: string,
  given: Omit<CapacityInput, "prices">,
): { readonly capacity?: Capacity; readonly note?: string } {
  const file = "ai/memory-bank/prices.yaml";
  try {
    const prices = readPrices(readText(join(directory, file), file) ?? defaultPrices);
    return { capacity: capacityOf({ ...given, prices }) };
  } catch (error) {
    const { code, message, where } = asFailure(error);
    return {
      note: `Nothing is told of capacity: ${code}${where ? ` (${where})` : ""}: ${message.split("\n")[0]}`,
    };
  }
}

interface Model {
  readonly model?: SystemModel;
  readonly placeOf?: NonNullable<Ground["placeOf"]>;
  readonly note?: string;
}

async function readModel(directory: string, blueprint: string | undefined): Promise<Model> {
  const file = blueprint ?? join(directory, "blueprint.ts");
  if (blueprint === undefined && !existsSync(file)) return {};
  try {
    const project: Project = findProject(directory, file);
    const tools = await import("@lintel/runtime/tools");
    const system = await loadBlueprint(project);
    const errors = tools.checkSystem(system).filter(({ severity }) => severity === "error");
    if (errors.length > 0)
      return {
        note: `The blueprint has ${errors.length} errors (lintel check), so that nothing of it is told.`,
      };
    return {
      model: tools.resolve(system),
      placeOf(origin) {
        const place = tools.placeOf(origin);
        return place && `${relative(directory, place.file).replaceAll("\\", "/")}:${place.line}`;
      },
    };
  } catch (error) {
    const { code, message, where } = asFailure(error);
    return {
      note: `The blueprint cannot be read, so that nothing of it is told: ${code}${where ? ` (${where})` : ""}: ${message.split("\n")[0]}`,
    };
  }
}
