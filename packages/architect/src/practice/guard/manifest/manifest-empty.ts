import { textOf } from "../git/index.js";
import type { Rule } from "../rule.js";
import { formats, isAside } from "./languages.js";

export const manifestEmpty: Rule = {
  id: "manifest-empty",
  says: "A manifest is there and says nothing.",
  *check({ snapshot }) {
    for (const { path } of snapshot.changed) {
      const format = formats.find(({ names }) => names.test(path));
      const text = format && !isAside(path) ? textOf(snapshot, path) : undefined;
      if (text === undefined || !format?.isEmpty(text)) continue;
      yield {
        file: path,
        says: "It says nothing: no name, and nothing that the project needs.",
        remedy: "Write the project's name, version and dependencies into it.",
      };
    }
  },
};
