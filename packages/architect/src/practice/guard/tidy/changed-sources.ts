import { symlink, textOf } from "../git/index.js";
import type { Sight } from "../rule.js";
import { isGenerated, isParsed, isSource, type Source } from "../source/index.js";

/** Sources of the change that people write: not what a program wrote, and not what others did. */
export function changedSources({ snapshot, sources }: Sight): readonly Source[] {
  return snapshot.changed.flatMap(({ path, mode, before, id }) => {
    const isMoved = before !== undefined && before.id === id;
    if (!isSource(path) || mode === symlink || isMoved || isForeign(path)) return [];
    const text = textOf(snapshot, path);
    if (text === undefined || isGenerated(path, text)) return [];
    const source = sources.parse(path, text);
    return isParsed(source) ? [source] : [];
  });
}

function isForeign(path: string): boolean {
  return /(?:^|\/)(?:node_modules|vendor|dist|build|out|coverage|fixtures|__fixtures__|testdata)\//.test(
    path,
  );
}
