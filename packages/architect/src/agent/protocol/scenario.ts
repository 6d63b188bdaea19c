/** What the tests of the protocol share: a project's folder, and clients of a real `lintel mcp`. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { onTestFinished } from "vitest";

const binary = fileURLToPath(new URL("../../../bin/lintel.js", import.meta.url));

export function projectFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "lintel-mcp-"));
  writeFileSync(join(folder, "package.json"), "{}");
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The official client, connected to `lintel mcp` on standard input and output. */
export async function stdioClient(cwd: string): Promise<Client> {
  const client = new Client({ name: "test", version: "1.0.0" });
  onTestFinished(() => client.close());
  await client.connect(
    new StdioClientTransport({ command: process.execPath, args: [binary, "mcp"], cwd, stderr: "inherit" }),
  );
  return client;
}

/** What a tool told, as data; the text where it failed. */
export async function call<T = Record<string, unknown>>(
  client: Client,
  name: string,
  given: Record<string, unknown> = {},
): Promise<T & { readonly isError: boolean; readonly text: string }> {
  const result = await client.callTool({ name, arguments: given });
  const [block] = result.content as readonly { readonly text: string }[];
  return {
    ...(result.structuredContent as T),
    isError: result.isError === true,
    text: block?.text ?? "",
  };
}

export interface Raw {
  readonly child: ChildProcess;
  write(line: string): void;
  /** The next line of standard output, as JSON. */
  next(): Promise<Record<string, unknown>>;
  /** Hears nothing any more, as a client that was killed. */
  turnAway(): Promise<number | null>;
  /** Ends the input, and gives what is still said and the exit code. */
  end(): Promise<{ readonly rest: readonly unknown[]; readonly code: number | null }>;
}

/** `lintel mcp` spoken to line by line. */
export function rawStdio(cwd: string): Raw {
  const child = spawn(process.execPath, [binary, "mcp"], { cwd, stdio: ["pipe", "pipe", "inherit"] });
  const closed = new Promise<number | null>((resolve) => child.once("close", resolve));
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
    await closed;
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error("It said nothing more.");
    return JSON.parse(value) as Record<string, unknown>;
  };
  return {
    child,
    write: (line) => void child.stdin.write(`${line}\n`),
    next,
    turnAway() {
      child.stdout.destroy();
      return closed;
    },
    async end() {
      child.stdin.end();
      const rest: unknown[] = [];
      for (let read = await lines.next(); !read.done; read = await lines.next())
        rest.push(JSON.parse(read.value));
      return { rest, code: await closed };
    },
  };
}

/** The parameters of a request of the stateless revision. */
export function stateless(
  params: Record<string, unknown> = {},
  version = "2026-07-28",
): Record<string, unknown> {
  return {
    ...params,
    _meta: {
      "io.modelcontextprotocol/protocolVersion": version,
      "io.modelcontextprotocol/clientCapabilities": {},
      "io.modelcontextprotocol/clientInfo": { name: "test", version: "1.0.0" },
    },
  };
}

export function request(id: number, method: string, params?: Record<string, unknown>): string {
  return JSON.stringify({ jsonrpc: "2.0", id, method, ...(params ? { params } : {}) });
}
