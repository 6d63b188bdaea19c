/** How the server is added to each program, for `lintel mcp --help`. */
export const programs = Object.freeze([
  {
    title: "Claude Code (or .mcp.json)",
    lines: ["claude mcp add lintel --scope project -- npx --no lintel mcp"],
  },
  {
    title: "Cursor (.cursor/mcp.json)",
    lines: ['{ "mcpServers": { "lintel": { "command": "npx", "args": ["--no", "lintel", "mcp"] } } }'],
  },
  {
    title: "VS Code with GitHub Copilot (.vscode/mcp.json)",
    lines: [
      '{ "servers": { "lintel": { "type": "stdio", "command": "npx", "args": ["--no", "lintel", "mcp"] } } }',
    ],
  },
  {
    title: "Codex (~/.codex/config.toml)",
    lines: ["[mcp_servers.lintel]", 'command = "npx"', 'args = ["--no", "lintel", "mcp"]'],
  },
]);
