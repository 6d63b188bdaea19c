/** The hooks that there are: before a commit is made, and before commits leave. */
export const hookNames = ["pre-commit", "pre-push"] as const;
export type HookName = (typeof hookNames)[number];

/** What a hook that was there before is called beside ours. */
export const setAside = ".before-lintel";
const begin = "# lintel guard: begin";
const end = "# lintel guard: end";
const block = new RegExp(`^${begin}[\\s\\S]*?^${end}\\n?`, "m");

/** A hook of ours: it runs the one that was there before, with what git gave it, and then the guard. */
export function ownHook(name: HookName, program: string): string {
  const before = `before="$(dirname -- "$0")/${name}${setAside}"`;
  const chained =
    name === "pre-push"
      ? `if [ -x "$before" ]; then lintel_lines | "$before" "$@" || exit $?; fi`
      : `if [ -x "$before" ]; then "$before" "$@" || exit $?; fi`;
  const { head, check } = partsOf(name, program);
  return `#!/bin/sh\n${begin}\n# Written by \`lintel guard install\`; \`lintel guard remove\` takes it away.\n${head}${before}\n${chained}\n${check}${end}\n`;
}

/** A shell script with the guard at its beginning, where no \`exit\` of it comes first. What git gives it is still there for the rest. */
export function withBlock(name: HookName, program: string, script: string): string {
  const { head, check } = partsOf(name, program);
  const rest = withoutBlock(script);
  const [shebang = ""] = /^#!.*\n/.exec(rest) ?? [];
  const again = name === "pre-push" ? "exec <<LINTEL_LINES\n$lintel_given\nLINTEL_LINES\n" : "";
  return `${shebang}${begin}\n${head}${check}${again}${end}\n${rest.slice(shebang.length)}`;
}

export function withoutBlock(script: string): string {
  return script.replace(block, "");
}

export function hasBlock(script: string): boolean {
  return block.test(script);
}

/** Whether the whole of a hook is ours. */
export function isOwn(script: string): boolean {
  return (
    hasBlock(script) &&
    withoutBlock(script)
      .replace(/^#!.*$/m, "")
      .trim() === ""
  );
}

function partsOf(name: HookName, program: string): { readonly head: string; readonly check: string } {
  const find = [
    `lintel=${shellQuoted(program)}`,
    '[ -x "$lintel" ] || lintel=$(command -v lintel) || {',
    '  echo "lintel guard: lintel is not installed here. Type: npm install" >&2',
    "  exit 1",
    "}",
    "command -v node >/dev/null 2>&1 || {",
    '  echo "lintel guard: there is no node in the PATH of the program that runs git: $PATH" >&2',
    '  echo "  Start that program from a terminal in which node works, or commit from there." >&2',
    "  exit 1",
    "}",
    "",
  ].join("\n");
  if (name === "pre-commit") return { head: "", check: `${find}"$lintel" guard || exit $?\n` };
  return {
    head: [
      "lintel_given=$(cat)",
      'lintel_lines() { [ -z "$lintel_given" ] || printf "%s\\n" "$lintel_given"; }',
      "",
    ].join("\n"),
    check: [
      find.trimEnd(),
      "lintel_lines | while read -r _ref lintel_new _there lintel_old; do",
      "  case $lintel_new in *[!0]*) ;; *) continue ;; esac",
      "  # What the remote has is not here: its commits are unknown, and ours are new to it.",
      '  git cat-file -e "$lintel_old" 2>/dev/null || lintel_old=0',
      "  case $lintel_old in",
      "  *[!0]*) ;;",
      "  *)",
      '    lintel_first=$(git rev-list --topo-order "$lintel_new" --not --remotes | tail -n 1)',
      '    [ -n "$lintel_first" ] || continue',
      '    lintel_old=$(git rev-parse --verify --quiet "$lintel_first^") || lintel_old=0000000000000000000000000000000000000000',
      "    ;;",
      "  esac",
      '  "$lintel" guard --range "$lintel_old..$lintel_new" || exit 1',
      "done || exit 1",
      "",
    ].join("\n"),
  };
}

function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
