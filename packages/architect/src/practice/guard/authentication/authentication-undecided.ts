import type { Finding } from "../finding.js";
import { symlink, textOf } from "../git/index.js";
import type { Rule, Sight } from "../rule.js";
import { isForTests, isParsed, isSource, type Source } from "../source/index.js";
import { type Decision, decisionFor } from "./brief-decision.js";
import { type Sign, signsOf } from "./signs.js";

export const authenticationUndecided: Rule = {
  id: "authentication-undecided",
  says: "The change adds authentication (access rules, issuers, tokens, passwords, or a package for them), and the brief does not say that it is required or wanted; or there is no brief, and the blueprint does not say why.",
  *check(sight) {
    const { snapshot, sources } = sight;
    const projects = new Map<string, { readonly finding: Omit<Finding, "rule">; files: number }>();
    for (const source of changedSources(sight)) {
      const sign = addedSign(sight, source);
      const decision = sign && decisionFor(snapshot, sources, source.path);
      const against = decision && why(decision);
      if (!sign || !against) continue;
      const known = projects.get(against.project);
      if (known) known.files += 1;
      else {
        const { says, remedy } = against;
        const finding = {
          file: source.path,
          line: source.lineOf(sign.offset),
          says: `It adds ${sign.what}, and ${says}`,
          remedy,
        };
        projects.set(against.project, { finding, files: 1 });
      }
    }
    for (const { finding, files } of projects.values())
      yield files === 1 ? finding : { ...finding, says: `${finding.says} (${files} files add some.)` };
  },
};

interface Against {
  /** Whose finding it is: one is told for a project. */
  readonly project: string;
  readonly says: string;
  readonly remedy: string;
}

function why(decision: Decision): Against | undefined {
  switch (decision.state) {
    case "off":
      return undefined;
    case "no-brief":
      return {
        project: decision.folder,
        says: "there is no brief that says whether it is needed.",
        remedy:
          'Gather what is required first: lintel interview. Without a brief, say why in the blueprint: brief: { off: "..." }',
      };
    case "open":
      return {
        project: decision.brief,
        says: `${decision.brief} does not decide whether it is needed.`,
        remedy: "Answer security.authentication: lintel interview",
      };
    case "decided":
      if (decision.verdict === "required" || (decision.verdict === "optional" && decision.isWanted))
        return undefined;
      return {
        project: decision.brief,
        says: `${decision.brief} says that it is ${decision.verdict === "optional" ? "optional: start without" : "not needed"}. ${decision.because.join(" ")}`,
        remedy:
          "Leave it out, or have the brief changed first, with the reason: lintel brief change security.authentication",
      };
  }
}

function changedSources({ snapshot, sources }: Sight): readonly Source[] {
  return snapshot.changed.flatMap(({ path, mode }) => {
    if (!isSource(path) || mode === symlink || isForTests(path) || /\.d\.[cm]?ts$/.test(path)) return [];
    if (/(?:^|\/)(?:node_modules|vendor|dist|templates?|docs)\//.test(path)) return [];
    const text = textOf(snapshot, path);
    const source = text === undefined ? undefined : sources.parse(path, text);
    return isParsed(source) ? [source] : [];
  });
}

/** The first sign that was not in the file before, or not as often. */
function addedSign({ snapshot, sources }: Sight, source: Source): Sign | undefined {
  const signs = signsOf(source);
  const [first] = signs;
  if (!first) return undefined;
  const before = snapshot.changed.find(({ path }) => path === source.path)?.before;
  const content = before && snapshot.blobs.content(before.id);
  const old = before && content?.kind === "text" ? sources.parse(before.path, content.text) : undefined;
  if (!isParsed(old)) return first;
  const left = new Map<string, number>();
  for (const { what } of signsOf(old)) left.set(what, (left.get(what) ?? 0) + 1);
  return signs.find(({ what }) => {
    const count = left.get(what) ?? 0;
    left.set(what, count - 1);
    return count <= 0;
  });
}
