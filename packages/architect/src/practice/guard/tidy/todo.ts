import { textOf } from "../git/index.js";
import type { Rule } from "../rule.js";
import { lineFinder } from "../source/index.js";
import { changedSources } from "./changed-sources.js";

/** At the beginning of a line of a comment, or with a colon or a name in brackets behind it: a list of things to do is none. */
const marker =
  /^[\s/*#;-]*@?(TODO|FIXME|XXX|HACK)\b(?=\s|:|\(|$|[.,!-])|\b(TODO|FIXME|XXX)(?=:|\()|^[\s/*#;-]*@?(todo|fixme)(?=:|\()/gm;
const others: readonly (readonly [RegExp, RegExp])[] = [
  [/\.(?:py|rb|sh|bash|ya?ml|toml|tf|pl|r)$|(?:^|\/)(?:Dockerfile|Makefile)$/, /(?:^|\s)#(.*)$/gm],
  [/\.(?:go|rs|java|kt|cs|c|h|cc|cpp|hpp|swift|php|scala|proto)$/, /(?:^|[^:])\/\/(.*)$/gm],
  [/\.sql$/, /--(.*)$/gm],
];

export const todo: Rule = {
  id: "todo",
  says: "A comment says that something is still to be done: `TODO`, `FIXME`, `XXX`, `HACK`.",
  *check(sight) {
    for (const { path, comments, lineOf } of changedSources(sight)) {
      for (const { value, start } of comments)
        for (const match of value.matchAll(marker))
          yield finding(path, lineOf(start + 2 + match.index + leading(match[0])), match);
    }
    for (const { path } of sight.snapshot.changed) {
      const [, comment] = others.find(([names]) => names.test(path)) ?? [];
      const text = comment ? textOf(sight.snapshot, path) : undefined;
      if (comment === undefined || text === undefined) continue;
      const lineOf = lineFinder(text);
      for (const line of text.matchAll(comment))
        for (const match of (line[1] ?? "").matchAll(marker))
          yield finding(path, lineOf(line.index + leading(line[0])), match);
    }
  },
};

function leading(text: string): number {
  return text.length - text.trimStart().length;
}

function finding(file: string, line: number, match: RegExpExecArray) {
  const word = match[1] ?? match[2] ?? match[3] ?? "";
  return {
    file,
    line,
    says: `A comment says ${word}: something is still to be done.`,
    remedy: "Do it now, or write it into the tracker and take the comment out.",
  };
}
