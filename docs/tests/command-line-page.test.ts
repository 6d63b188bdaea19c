import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { agentVerbs } from "../../packages/architect/src/cli/agent/index.js";
import { brief, briefVerbs } from "../../packages/architect/src/cli/brief/index.js";
import { check } from "../../packages/architect/src/cli/check.js";
import { database } from "../../packages/architect/src/cli/db/index.js";
import { design, designVerbs } from "../../packages/architect/src/cli/design/index.js";
import { dev } from "../../packages/architect/src/cli/dev.js";
import { docs } from "../../packages/architect/src/cli/docs.js";
import { explain } from "../../packages/architect/src/cli/explain/index.js";
import { guardVerb, guardVerbs } from "../../packages/architect/src/cli/guard/index.js";
import { importBrief } from "../../packages/architect/src/cli/import-brief/index.js";
import { init } from "../../packages/architect/src/cli/init.js";
import { interview } from "../../packages/architect/src/cli/interview/index.js";
import { deadVerbs, logVerbs } from "../../packages/architect/src/cli/log/index.js";
import { mcp } from "../../packages/architect/src/cli/mcp/mcp.js";
import { recall, recallVerbs } from "../../packages/architect/src/cli/recall/index.js";
import { review } from "../../packages/architect/src/cli/review.js";
import { revokeToken } from "../../packages/architect/src/cli/revoke-token.js";
import { routes } from "../../packages/architect/src/cli/routes.js";
import { start } from "../../packages/architect/src/cli/start.js";
import { tests } from "../../packages/architect/src/cli/tests/index.js";
import { token } from "../../packages/architect/src/cli/token.js";
import { commandOf, type Verb } from "../../packages/architect/src/cli/verb.js";
import { webhookVerbs } from "../../packages/architect/src/cli/webhooks/index.js";
import { embeddedErrorCodes } from "../../packages/architect/src/embedded/index.js";
import { toolErrorCodes } from "../../packages/architect/src/tool-error.js";

const page = readFileSync(new URL("../reference/command-line.md", import.meta.url), "utf8");

/** Said once, at the top of the page. */
const ofAll = ["--blueprint <file>", "--json"];

function optionsOf(verb: Verb): readonly string[] {
  return commandOf(verb, () => {})
    .options.map((option) => option.flags)
    .filter((flags) => !ofAll.includes(flags));
}

it("the reference has every command with its options, and no other", () => {
  const real = [
    ...[
      init,
      interview,
      importBrief,
      brief,
      explain,
      docs,
      recall,
      tests,
      review,
      check,
      dev,
      start,
      token,
      routes,
    ].map((verb) => [verb.name, optionsOf(verb)] as const),
    [`token ${revokeToken.name}`, optionsOf(revokeToken)] as const,
    ...briefVerbs.map((verb) => [`brief ${verb.name}`, optionsOf(verb)] as const),
    ["design", optionsOf(design)] as const,
    ...designVerbs.map((verb) => [`design ${verb.name}`, optionsOf(verb)] as const),
    ...recallVerbs.map((verb) => [`recall ${verb.name}`, optionsOf(verb)] as const),
    ["db", []] as const,
    ...database.map((verb) => [`db ${verb.name}`, optionsOf(verb)] as const),
    ["log", []] as const,
    ...logVerbs.map((verb) => [`log ${verb.name}`, optionsOf(verb)] as const),
    ...deadVerbs.map((verb) => [`log dead ${verb.name}`, optionsOf(verb)] as const),
    ["guard", optionsOf(guardVerb)] as const,
    ...guardVerbs.map((verb) => [`guard ${verb.name}`, optionsOf(verb)] as const),
    ["webhooks", []] as const,
    ...webhookVerbs.map((verb) => [`webhooks ${verb.name}`, optionsOf(verb)] as const),
    ["agent", []] as const,
    ["mcp", optionsOf(mcp)] as const,
    ...agentVerbs.map((verb) => [`agent ${verb.name}`, optionsOf(verb)] as const),
  ];
  const documented = page
    .split(/^#{2,3} (?=lintel )/m)
    .slice(1)
    .map((section) => {
      const [own = ""] = section.split(/^## /m);
      const name = /^lintel ([a-z-]+(?: [a-z]+){0,2})/.exec(own)?.[1] ?? "";
      return [name, [...own.matchAll(/^\| `(--[^`]+)` \|/gm)].map(([, flags]) => flags)];
    });
  expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(real));
});

it("the reference has every way in which the command line fails", () => {
  const [, failures = ""] = page.split("## Failures");
  const documented = [...failures.matchAll(/^\| `([A-Z_]+)` \| (.+) \|$/gm)].map(([, code, words]) => [
    code,
    words,
  ]);
  expect(Object.fromEntries(documented)).toMatchObject({ ...toolErrorCodes, ...embeddedErrorCodes });
});
