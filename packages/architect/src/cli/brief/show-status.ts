import type { Progress } from "../../brief/index.js";
import { widthOf, wrap } from "../interview/wrap.js";
import { formatTable } from "../table.js";
import type { Paint } from "../terminal.js";

/** How a brief stands, with all that is told of it. */
export interface Status {
  readonly says: string;
  readonly progress: readonly (Progress & { readonly amendment: string | null })[];
  readonly open: readonly { readonly question: string; readonly says: string }[];
  readonly stale: readonly {
    readonly kind: string;
    readonly path: string;
    readonly questions: readonly string[];
  }[];
  readonly edits: readonly string[];
  readonly next: string | undefined;
}

/** The same for a person: what the columns hold is counted, and nothing stands in colour alone. */
export function showStatus({ says, progress, open, stale, edits, next }: Status, paint: Paint): string {
  const width = widthOf(process.stdout);
  const item = (text: string) => wrap(`- ${text}`, width, "  ", "    ");
  const section = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ["", paint("bold", title), ...lines];
  return [
    says,
    ...progress.flatMap((one) =>
      section(one.amendment === null ? "Progress" : `Feature ${one.amendment}`, [tableOf(one, paint)]),
    ),
    ...section(
      "Open",
      open.map((one) => item(`${one.question}: ${one.says}`)),
    ),
    ...section(
      "Stale: made from answers that are others now",
      stale.map((one) => item(`${one.kind} ${one.path}: ${one.questions.join(", ")}`)),
    ),
    ...section("Edited by hand, and not read back yet (lintel brief)", edits.map(item)),
    ...(next === undefined ? [] : ["", `${paint("dim", "next:")} ${next}`]),
  ].join("\n");
}

function tableOf({ categories, answered, asked }: Progress, paint: Paint): string {
  const rows = categories
    .filter((one) => one.asked > 0)
    .map((one) => [one.title, String(one.answered), String(one.asked)]);
  return formatTable(
    ["category", "answered", "asked"],
    [...rows, ["all", String(answered), String(asked)]],
    paint,
  );
}
