import { textOf } from "../git/index.js";
import type { Rule } from "../rule.js";
import { lineFinder } from "../source/index.js";
import { formats, isAside } from "./languages.js";

export const manifestInvalid: Rule = {
  id: "manifest-invalid",
  says: "A manifest cannot be read: the line of its first fault is named.",
  *check({ snapshot }) {
    for (const { path } of snapshot.changed) {
      const format = formats.find(({ names }) => names.test(path));
      if (!format || isAside(path)) continue;
      const text = textOf(snapshot, path);
      if (text === undefined) {
        yield { file: path, says: "It is no text.", remedy: "Write it again as text in UTF-8." };
        continue;
      }
      const fault = format.isEmpty(text) ? undefined : format.fault(text);
      if (!fault) continue;
      yield {
        file: path,
        line: lineFinder(text)(fault.offset),
        says: fault.because,
        remedy: "Mend this line; a package manager stops at it too.",
      };
    }
  },
};
