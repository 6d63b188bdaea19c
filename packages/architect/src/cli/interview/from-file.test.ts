import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { type Brief, formatAnswer, gapsOf, openBrief, saveBrief } from "../../brief/index.js";
import { featureQuestions, projectQuestions } from "../../brief/questions/index.js";
import { completeBrief } from "../../gate/scenario.js";
import { lintel, projectWith } from "../scenario.js";

function briefIn(cwd: string): Brief {
  const stored = openBrief(cwd);
  if (stored.state === "missing") throw new Error(`There is no brief in ${cwd}.`);
  return stored.brief;
}

const from = (cwd: string, file: string, ...more: readonly string[]) =>
  lintel(["interview", "--from", file, ...more], { cwd });

interface Told {
  readonly written: boolean;
  readonly taken: readonly { readonly question: string }[];
  readonly unasked: readonly string[];
  readonly problems: readonly { readonly line: number; readonly message: string; readonly remedy: string }[];
}

it("makes of a file the brief that the same answers make when they are typed", async () => {
  const complete = completeBrief("Reading room");
  const data = {
    name: "Reading room",
    answers: Object.fromEntries(
      Object.entries(complete.answers)
        .reverse()
        .map(([id, { value, said }]) => {
          const question = projectQuestions.find((one) => one.id === id);
          return [id, question && value ? formatAnswer(question, value) : said];
        }),
    ),
    concessions: complete.concessions,
  };
  const cwd = projectWith({ "answers.yaml": JSON.stringify(data, null, 2) });
  const { code, stdout, stderr } = await from(cwd, "answers.yaml");
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(
    /taken {2}\d+ answers of answers\.yaml\nNothing is open\.\nnext: lintel brief confirm\n$/,
  );
  const made = briefIn(cwd);
  expect(gapsOf(made)).toEqual([]);
  expect(made.name).toBe("Reading room");
  const values = (brief: Brief) => Object.entries(brief.answers).map(([id, { value }]) => [id, value]);
  expect(values(made)).toEqual(values(complete));
});

const faulty = `name: Reading room
answers:
  scope.kind: content
  scope.problem: It is slow.
  scope.bogus: 7
  performance.load: a lot of rps
  testing.coverage:
  architecture.style: recommended
  deployment.topology: I don't know
bogus: 1
`;

it("tells all that is wrong with a file at once, each by its line, and writes nothing", async () => {
  const cwd = projectWith({ "answers.yaml": faulty });
  const { code, json } = await from(cwd, "answers.yaml", "--json");
  const { written, problems } = json<Told>();
  expect([code, written]).toEqual([1, false]);
  expect([...new Set(problems.map(({ line }) => line))]).toEqual([4, 5, 6, 9, 10]);
  for (const { message, remedy } of problems)
    expect([message, remedy]).toEqual([/\S/, /\S/].map((one) => expect.stringMatching(one)));
  expect(problems.find(({ line }) => line === 5)).toMatchObject({
    message: 'There is no question "scope.bogus".',
    remedy: expect.stringContaining("scope.kind"),
  });
  expect(existsSync(join(cwd, "ai/memory-bank/project-brief.json"))).toBe(false);

  const text = await from(cwd, "answers.yaml");
  expect(text.stdout).toMatch(
    /error {2}answers\.yaml:4\n {2}"scope\.problem" is not clear yet: [\s\S]*\n {2}fix: /,
  );
  expect(text.stdout).toMatch(
    /Nothing was written: \d+ answers cannot be taken[\s\S]*next: Mend these lines/,
  );
});

it("takes what is clear with --partial, and keeps what is vague as open", async () => {
  const cwd = projectWith({ "answers.yaml": faulty });
  const { code, json } = await from(cwd, "answers.yaml", "--partial", "--json");
  expect([code, json<Told>().taken.map(({ question }) => question)]).toEqual([
    1,
    ["scope.kind", "architecture.style"],
  ]);
  expect(briefIn(cwd).answers).toMatchObject({
    "scope.kind": { value: { chosen: ["content"] } },
    "scope.problem": { said: "It is slow.", open: "vague" },
    "architecture.style": { accepted: { from: expect.any(Array) } },
    "deployment.topology": { open: "unknown" },
  });
  expect(briefIn(cwd).answers).not.toHaveProperty(["testing.coverage"]);
});

it.each([
  ["is not there", undefined, /answers\.yaml cannot be read \(ENOENT\)/, 2],
  ["is no YAML", "scope.kind: [content\nname: x\n", /ANSWERS_INVALID {2}answers\.yaml:\d/, 1],
  ["names a question twice", "scope.kind: saas\nscope.kind: content\n", /answers\.yaml:2[\s\S]*unique/, 1],
  ["is a list", "- scope.kind\n", /answers\.yaml:1\n {2}It holds no answers/, 1],
  ["is no text", "scope.kind: a\0b\n", /It is no text/, 1],
  ["is larger than any brief", `scope.problem: ${"x".repeat(2_200_000)}\n`, /more than 2097152 bytes/, 1],
  ["is nested too deep", `scope.kind: ${"[".repeat(100_000)}`, /nested deeper than can be read/, 1],
  [
    "blows up by references",
    `a: &a [${"x,".repeat(20)}x]\nb: &b [${"*a,".repeat(20)}*a]\nc: &c [${"*b,".repeat(20)}*b]\nscope.users: [${"*c,".repeat(20)}*c]\n`,
    /ANSWERS_INVALID[\s\S]*instead of referring to others/,
    1,
  ],
])("refuses a file that %s", async (_what, content, told, exitCode) => {
  const cwd = projectWith(content === undefined ? {} : { "answers.yaml": content });
  const { code, stderr } = await from(cwd, "answers.yaml");
  expect([code, stderr]).toEqual([exitCode, expect.stringMatching(told)]);
  expect(existsSync(join(cwd, "ai/memory-bank/project-brief.json"))).toBe(false);
});

it("reads standard input, and answers to a feature as an amendment to the brief that is there", async () => {
  const cwd = projectWith({});
  const input = Object.fromEntries(featureQuestions.map(({ id, example }) => [id, example]));
  const feature = () =>
    lintel(["interview", "--feature", "Loans for groups", "--from", "-", "--json"], {
      cwd,
      input: JSON.stringify(input),
    });
  const without = await feature();
  expect([without.code, without.json()]).toMatchObject([1, { error: { code: "BRIEF_MISSING" } }]);

  saveBrief(cwd, completeBrief());
  const made = await feature();
  expect(made.json<Told>().problems).toEqual([]);
  const { amendments } = briefIn(cwd);
  expect(amendments).toMatchObject({ "loans-for-groups": { title: "Loans for groups" } });
  expect(Object.keys(amendments["loans-for-groups"]?.answers ?? {})).toContain("feature.behaviour");
});

it("keeps an answer that takes the place of another with its reason", async () => {
  const cwd = projectWith({});
  saveBrief(cwd, completeBrief());
  writeFileSync(join(cwd, "more.yaml"), 'testing.coverage: "91 %"\n');
  expect((await from(cwd, "more.yaml")).code).toBe(0);
  expect(briefIn(cwd).history).toMatchObject([
    { question: "testing.coverage", to: "91 %", reason: expect.stringMatching(/file/) },
  ]);
});

it.each([
  ["a name that is no text", "name: 2026\n", /name is a text/],
  ["a name that hides a character", 'name: "a\\u202eb"\n', /cannot be seen/],
  ["a list of answers", "answers: [scope.kind]\n", /"answers" is no mapping/],
  ["a list of concessions", "concessions: [x]\n", /"concessions" is no mapping/],
  [
    "a question in two places",
    "scope.kind: commerce\nanswers:\n  scope.kind: content\n",
    /answered on line 1 too/,
  ],
  ["an unknown contradiction", "concessions:\n  such-is-life: Because.\n", /no contradiction "such-is-life"/],
  ["one of no amendment", "concessions:\n  x/feature-above-peak: Because.\n", /no contradiction "x\/feature/],
])("tells of %s, and writes nothing", async (_what, content, told) => {
  const cwd = projectWith({ "answers.yaml": content });
  const { code, json } = await from(cwd, "answers.yaml", "--json");
  expect([code, json<Told>().written]).toEqual([1, false]);
  expect(json<Told>().problems).toMatchObject([{ message: expect.stringMatching(told) }]);
  expect(existsSync(join(cwd, "ai/memory-bank/project-brief.json"))).toBe(false);
});
