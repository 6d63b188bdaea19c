import type { Finding } from "../finding.js";
import type { Changed, Snapshot } from "../git/index.js";
import type { Rule } from "../rule.js";
import { isForTests, lineFinder } from "../source/index.js";
import { connectionUrls } from "./connection-urls.js";
import { hint, isPlaceholder, shapes } from "./secret-shapes.js";

/** Secrets, by the forms that their issuers gave them. It never guesses from how random a text looks. */
export const secretInContent: Rule = {
  id: "secret-in-content",
  says: "A secret is in a file: a private key, a token of a known form, or the address of a database with its password.",
  *check({ snapshot }) {
    for (const changed of [...snapshot.changed, ...snapshot.passing]) yield* secretsOf(snapshot, changed);
  },
};

function* secretsOf(snapshot: Snapshot, changed: Changed): Iterable<Omit<Finding, "rule">> {
  const content = snapshot.blobs.content(changed.id);
  const text = content.kind === "text" ? content.text : content.kind === "binary" ? content.wide : undefined;
  if (text === undefined || !hint.test(text)) return;
  const lineOf = lineFinder(text);
  const found = new Map<number, string>();
  for (const { what, expression } of shapes) {
    for (const match of text.matchAll(expression))
      if (!isPlaceholder(match[1] ?? "")) found.set(lineOf(match.index), what);
  }
  for (const { offset, scheme, host } of connectionUrls(text)) {
    // A database that a test makes for itself.
    if (isForTests(changed.path) && /^(?:localhost|127\.\d+\.\d+\.\d+)(?::\d+)?$/.test(host)) continue;
    found.set(lineOf(offset), `a password in an address (${scheme}) of ${printable(host)}`);
  }
  for (const [line, what] of found) {
    yield {
      file: changed.path,
      line,
      says: `It holds ${what}${changed.commit ? `, as commit ${changed.commit.slice(0, 12)} has it` : ""}.`,
      remedy: `Make it invalid where it was issued, since whoever has the file has it; read its successor from the environment.${changed.commit ? " What a later commit took away stays in the history: rewrite it before you push." : ""}`,
    };
  }
}

function printable(host: string): string {
  return host.replace(/[^\w.-]/g, "?");
}
