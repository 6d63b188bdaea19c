import { expect, it } from "vitest";
import { guard } from "../index.js";
import { type Files, repositoryWith } from "../scenario.js";

const json = (value: object) => JSON.stringify(value, null, 2);
const dependencies = { "@lintel/runtime": "1.0.0", jose: "6.0.0" };
const base: Files = {
  ".gitignore": "node_modules/\n.env\n.lintel/\n",
  "package.json": json({ name: "shop", dependencies }),
  "package-lock.json": json({ lockfileVersion: 3, packages: { "": { dependencies } } }),
  "src/open.ts": 'import { anyone } from "@lintel/runtime";\nexport const rule = anyone;\n',
};

/** A brief with these facts of authentication, and these callers. */
function brief(chosen: readonly string[] | undefined, callers: readonly string[] = ["anonymous"]): Files {
  const answer = (options: readonly string[]) => ({
    said: options.join(),
    value: { kind: "choice", chosen: options },
  });
  const answers = {
    ...(chosen && { "security.authentication": answer(chosen) }),
    "integration.callers": answer(callers),
  };
  return { "ai/memory-bank/project-brief.json": json({ format: 1, name: "shop", answers }) };
}

const rule: Files = {
  "src/rule.ts": 'import { role } from "@lintel/runtime";\n\nexport const editor = role("editor");\n',
};

async function found(...steps: readonly Files[]) {
  const { findings } = await guard(repositoryWith(...steps));
  return findings.map(({ rule: id, file, line, says }) => [`${id} ${file} ${line}`, says] as const);
}

const blueprint = (authentication: string) =>
  `import { environment, system } from "@lintel/runtime";\nexport default system("shop", {\n  services: [],\n  environments: { production: environment({ ${authentication} }) },\n});\n`;

it.each([
  ["an access rule without a brief", {}, rule, "src/rule.ts 3", "no brief"],
  [
    "one where the brief says that none is needed",
    brief([]),
    rule,
    "src/rule.ts 3",
    "not needed. No data belong to users.",
  ],
  [
    "one where the brief says to start without",
    brief(["user-owned"]),
    rule,
    "src/rule.ts 3",
    "optional: start without",
  ],
  ["one where the brief leaves it open", brief(undefined), rule, "src/rule.ts 3", "does not decide"],
  [
    "an issuer",
    brief([]),
    { "blueprint.ts": blueprint('authentication: { issuer: "https://id.example.com" }') },
    "blueprint.ts 4",
    "an issuer of tokens",
  ],
  [
    "passwords",
    brief([]),
    {
      "src/a.ts":
        'import { hashPassword } from "@lintel/runtime";\nexport const a = () => hashPassword("a");\n',
    },
    "src/a.ts 2",
    "passwords (hashPassword)",
  ],
  [
    "a package",
    brief([]),
    { "src/a.ts": 'import { jwtVerify } from "jose";\nexport const a = jwtVerify;\n' },
    "src/a.ts 1",
    "the package jose",
  ],
] as const)("finds %s", async (_name, before, files, place, says) => {
  expect(await found({ ...base, ...before }, files)).toEqual([
    [`authentication-undecided ${place}`, expect.stringContaining(says)],
  ]);
});

it.each([
  ["the brief requires it", brief(["sensitive"]), rule],
  ["it is optional, and callers are to prove who they are", brief(["user-owned"], ["users"]), rule],
  [
    "the blueprint says why there is no brief",
    { "blueprint.ts": blueprint("").replace("services", 'brief: { off: "a trial" }, services') },
    rule,
  ],
  [
    "what is open to everyone is added",
    brief([]),
    {
      "src/a.ts":
        'import { anyone, open } from "@lintel/runtime";\nexport const a = [anyone, open("all may")];\n',
    },
  ],
  [
    "only types are imported",
    brief([]),
    { "src/a.ts": 'import type { JWTPayload } from "jose";\nexport type A = JWTPayload;\n' },
  ],
  [
    "only tests import it",
    brief([]),
    { "tests/a.ts": 'import { SignJWT } from "jose";\nexport const a = SignJWT;\n' },
  ],
  [
    "words of the same name are of others",
    brief([]),
    { "src/a.ts": 'const role = (name: string) => name;\nexport const a = role("button");\n' },
  ],
] as const)("finds nothing where %s", async (_name, before, files) => {
  expect(await found({ ...base, ...before }, files)).toEqual([]);
});

it("asks about what is added, and not about what was there", async () => {
  const before = { ...base, ...brief([]), ...rule };
  const change = (text: string): Files => ({ "src/rule.ts": `${String(rule["src/rule.ts"])}${text}` });
  expect(await found(before, change("export const one = 1;\n"))).toEqual([]);
  const [[place] = []] = await found(before, change('export const chief = role("chief");\n'));
  expect(place).toBe("authentication-undecided src/rule.ts 4");
});

it("tells it once for a project", async () => {
  expect(await found({ ...base }, { ...rule, "src/more.ts": rule["src/rule.ts"] })).toEqual([
    ["authentication-undecided src/more.ts 3", expect.stringContaining("(2 files add some.)")],
  ]);
});
