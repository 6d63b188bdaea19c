import type { SystemModel } from "@lintel/runtime/tools";
import type { Requirement } from "../../brief/index.js";
import { criteriaFile } from "./criteria-file.js";
import { blueprintName, fileName } from "./feature-name.js";
import type { PlannedFile } from "./planned.js";

/** What rows of tables are about, by what stands in the ids of their requirements; each has a file. */
const subjects: { readonly [code: string]: string } = {
  METRIC: "metrics",
  RULE: "rules",
  EDGE: "edge-cases",
  DOWN: "integrations",
};

/** Categories whose questions themselves ask for what a test can see. */
const tested: ReadonlySet<string> = new Set(["performance", "security"]);

/** Those requirements that a test can show: what is out of scope, and how it is built and by whom, is none of them. */
export function testable(requirements: readonly Requirement[]): readonly Requirement[] {
  return requirements.filter(
    (one) => one.priority !== "P3" && (rowCode(one) !== undefined || tested.has(one.category)),
  );
}

/** `FEAT` of `REQ-FEAT-PLACE-ORDER`, which comes of a row; undefined of what comes of a question. */
export function rowCode({ id, amendment }: Requirement): string | undefined {
  const [, code] = /^REQ(?:-.+?)??-(FEAT|METRIC|RULE|EDGE|DOWN)-./.exec(id) ?? [];
  return code !== undefined && (amendment !== undefined || id.startsWith(`REQ-${code}-`)) ? code : undefined;
}

/** A file for each feature, and one for each other subject. */
export function requirementFiles(
  requirements: readonly Requirement[],
  model: SystemModel,
): readonly PlannedFile[] {
  const files = new Map<string, Requirement[]>();
  const features = new Map<string, string>();
  for (const requirement of testable(requirements)) {
    const { amendment, category } = requirement;
    const code = rowCode(requirement);
    const subject = code === "FEAT" ? featureName(requirement) : (subjects[code ?? ""] ?? category);
    const isFeature = code === "FEAT";
    const name = isFeature || amendment === undefined ? subject : `${amendment} ${subject}`;
    const path = freePath(fileName(name), isFeature ? requirement.id : "", files, features);
    if (isFeature) features.set(path, requirement.id);
    files.set(path, [...(files.get(path) ?? []), requirement]);
  }
  return [...files].map(([path, all]) => {
    const feature = features.has(path) ? all[0] : undefined;
    return criteriaFile(path, all, feature && blueprintName(featureName(feature), model));
  });
}

/** Two features of one name in a file are two files. */
function freePath(
  name: string,
  feature: string,
  files: ReadonlyMap<string, unknown>,
  features: ReadonlyMap<string, string>,
): string {
  const reserved = Object.values(subjects).includes(name) || tested.has(name);
  const path = `acceptance/${feature !== "" && reserved ? `${name}-feature` : name}.test.ts`;
  if (!files.has(path) || (features.get(path) ?? "") === feature) return path;
  return `acceptance/${fileName(feature.replace(/^REQ-/, ""))}.test.ts`;
}

/** What a feature is called: its name as it stands in the statement, or else in the id. */
function featureName({ id, statement }: Requirement): string {
  const [, name] = /"(.*?)": /s.exec(statement) ?? [];
  const plain = (name ?? "").normalize("NFKD").replace(/\p{M}/gu, "");
  return /^[\x20-\x7e]*[A-Za-z][\x20-\x7e]*$/.test(plain)
    ? plain
    : id.replace(/^REQ-(?:.*-)??FEAT-/, "").toLowerCase();
}
