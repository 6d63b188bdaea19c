import { randomBytes } from "node:crypto";
import { findFolder } from "../../project/index.js";
import { ToolError } from "../../tool-error.js";
import { whenToldToStop } from "../signals.js";
import type { Given, Verb } from "../verb.js";
import { programs } from "./programs.js";

const LEAST_TOKEN = 32;

/** `lintel mcp` */
export const mcp: Verb = {
  name: "mcp",
  summary: "Serve the interview to a coding agent over the Model Context Protocol.",
  examples: [
    "lintel mcp                          on standard input and output, as agents start it",
    "lintel mcp --http                   on loopback; prints its address and a token",
    "lintel agent install                writes all of the following, and what tells an agent to use it",
    "",
    ...programs.flatMap(({ title, lines }) => [`${title}:`, ...lines.map((line) => `  ${line}`), ""]),
  ],
  declare: (command) =>
    command
      .option("--http", "serve over HTTP instead, on 127.0.0.1")
      .option("--port <number>", "the port for --http (default: any that is free)", "0"),
  async run(given) {
    const { projectIn } = await import("../../agent/tools/index.js");
    const project = projectIn(findFolder(process.cwd(), given.text("blueprint")));
    if (given.options.http === true) return overHttp(given, project);
    const { serveStdio } = await import("../../agent/protocol/index.js");
    await serveStdio(project);
    return 0;
  },
};

type Project = Parameters<typeof import("../../agent/protocol/index.js").serveHttp>[0];

async function overHttp({ terminal, text }: Given, project: Project): Promise<0> {
  const { serveHttp } = await import("../../agent/protocol/index.js");
  const told = whenToldToStop();
  const token = tokenOf(process.env.LINTEL_MCP_TOKEN);
  const serving = await serveHttp(project, { port: portOf(text("port") ?? "0"), token });
  terminal.result({ url: serving.url, token }, () =>
    [
      `MCP    ${serving.url}`,
      `Token  ${token}`,
      "",
      "Every request carries it: Authorization: Bearer <token>",
    ].join("\n"),
  );
  await told.first;
  await serving.close();
  return 0;
}

/** A token of this start alone, or one that stays: whoever sets it makes it hard to guess. */
function tokenOf(given: string | undefined): string {
  if (given === undefined || given === "") return randomBytes(32).toString("base64url");
  if (given.length >= LEAST_TOKEN && /^[A-Za-z0-9._~+/=-]+$/.test(given)) return given;
  throw new ToolError(
    "MCP_TOKEN_WEAK",
    `The token has ${given.length} characters or others than letters, digits and ._~+/=-: it needs at least ${LEAST_TOKEN} of those.`,
    "LINTEL_MCP_TOKEN=$(node -p 'crypto.randomBytes(32).toString(\"base64url\")') lintel mcp --http",
    { where: "LINTEL_MCP_TOKEN", exitCode: 2 },
  );
}

function portOf(given: string): number {
  const port = Number(given);
  if (/^\d+$/.test(given) && port <= 65_535) return port;
  throw new ToolError(
    "PORT_INVALID",
    `"${given}" is not a port: a number from 0 to 65535.`,
    "lintel mcp --http --port 4410",
    { where: "--port", exitCode: 2 },
  );
}
