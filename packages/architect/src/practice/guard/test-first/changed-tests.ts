import { symlink, textOf } from "../git/index.js";
import type { Sight } from "../rule.js";
import { isForTests, isNamedTest, isParsed, isSource, type Source } from "../source/index.js";
import { testsOf } from "./tests-of-file.js";

/** The files of the change that hold tests. Tests of types say what they assert to the compiler. */
export function changedTests({ snapshot, sources }: Sight): readonly Source[] {
  return snapshot.changed.flatMap(({ path, mode }) => {
    if (!isSource(path) || mode === symlink || !isForTests(path) || /[.-]test-d\.[cm]?tsx?$/.test(path))
      return [];
    if (/(?:^|\/)(?:node_modules|vendor|dist|fixtures|__fixtures__|testdata|templates?)\//.test(path))
      return [];
    const text = textOf(snapshot, path);
    const source = text === undefined ? undefined : sources.parse(path, text);
    if (!isParsed(source)) return [];
    const tests = testsOf(source);
    return isNamedTest(path)
      ? tests.length > 0
        ? [source]
        : []
      : tests.some(({ kind }) => kind === "test")
        ? [source]
        : [];
  });
}
