import { dependencyFolder } from "../clean/dependency-committed.js";
import { symlink } from "../git/index.js";
import type { Rule } from "../rule.js";
import { hasManifest, isAside, languages } from "./languages.js";

export const manifestMissing: Rule = {
  id: "manifest-missing",
  says: "There are sources, and no manifest in their folder or above it that says what they need: `package.json`, `pyproject.toml` or `requirements.txt`, `go.mod`, `Cargo.toml`, `composer.json`.",
  *check({ snapshot }) {
    for (const language of languages) {
      const lonely = snapshot.changed.find(
        ({ path, mode }) =>
          mode !== symlink &&
          language.isSource(path) &&
          !isAside(path) &&
          dependencyFolder(snapshot, path) === undefined &&
          !hasManifest(snapshot, language, path),
      );
      if (!lonely) continue;
      yield {
        file: lonely.path,
        says: `It is ${language.name}, and no ${language.manifests[0]} beside it or above it says what it needs.`,
        remedy: `Commit a ${language.manifests.slice(0, 2).join(" or a ")} with the name of the project and its dependencies.`,
      };
    }
  },
};
