import { basename } from "node:path/posix";
import type { Rule } from "../rule.js";
import { untrack } from "./folders.js";

const names =
  /^(?:\.DS_Store|Thumbs\.db|ehthumbs\.db|desktop\.ini|\.project|\.classpath|.*\.sw[a-p]|.+~|#.+#|\..+\.un~|.+\.(?:iml|suo|orig|rej|bak|sublime-workspace))$/s;
const folders = /(?:^|\/)(?:\.idea|\.history|\.fleet|\.vs|\.settings|__MACOSX)\//;
/** What a team shares of an editor's settings. */
const shared = /(?:^|\/)\.vscode\/(?:(?:settings|extensions|launch|tasks|mcp)\.json|[^/]+\.code-snippets)$/;

export const editorFileCommitted: Rule = {
  id: "editor-file-committed",
  says: "A file of an editor or of an operating system is in the commit: `.DS_Store`, `.idea`, `*.swp`, `*.orig` and the like.",
  *check({ snapshot }) {
    for (const { path } of [...snapshot.changed, ...snapshot.passing]) {
      const own = folders.test(path) || (/(?:^|\/)\.vscode\//.test(path) && !shared.test(path));
      if (!own && !names.test(basename(path))) continue;
      yield {
        file: path,
        says: "It is of one person's editor or operating system.",
        remedy: untrack(path, own ? `${/\.[a-z]+(?=\/)/i.exec(path)?.[0] ?? ""}/` : basename(path)),
      };
    }
  },
};
