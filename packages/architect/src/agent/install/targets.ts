import { claudeAgent, codexConfiguration, cursorRule, guidance, serverCommand } from "./guidance.js";
import { jsonEntry } from "./json-entry.js";
import { ownFile } from "./own-file.js";
import type { Part } from "./part.js";
import { sectionOf } from "./section.js";

/** A program that runs coding agents. */
export interface Target {
  readonly id: "claude" | "cursor" | "copilot" | "codex";
  readonly title: string;
  /** Files and folders that show that it is used in a project. */
  readonly signs: readonly string[];
  readonly parts: readonly Part[];
  /** What a person is to do by hand. */
  readonly byHand?: string;
}

const { command, args } = serverCommand;

export const targets: readonly Target[] = Object.freeze([
  {
    id: "claude",
    title: "Claude Code",
    signs: [".claude", "CLAUDE.md", ".mcp.json"],
    parts: [
      ownFile(".claude/agents/backend-architect.md", claudeAgent),
      jsonEntry(".mcp.json", "mcpServers", { command, args: [...args] }),
    ],
  },
  {
    id: "cursor",
    title: "Cursor",
    signs: [".cursor", ".cursorrules"],
    parts: [
      ownFile(".cursor/rules/lintel.mdc", cursorRule),
      jsonEntry(".cursor/mcp.json", "mcpServers", { command, args: [...args] }),
    ],
  },
  {
    id: "copilot",
    title: "GitHub Copilot",
    signs: [".github/copilot-instructions.md", ".vscode"],
    parts: [
      sectionOf(".github/copilot-instructions.md", guidance),
      jsonEntry(".vscode/mcp.json", "servers", { type: "stdio", command, args: [...args] }),
    ],
  },
  {
    id: "codex",
    title: "Codex and others that read AGENTS.md",
    signs: [".codex", "AGENTS.md"],
    parts: [sectionOf("AGENTS.md", guidance)],
    byHand: `Codex keeps its servers in your home. Put these lines into ~/.codex/config.toml:\n\n${codexConfiguration}`,
  },
] satisfies Target[]);
