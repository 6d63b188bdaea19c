import type { Decision, Reason } from "../../design/index.js";
import { keyOf } from "../../design/index.js";
import { wrap } from "../interview/wrap.js";
import type { Paint } from "../terminal.js";

interface Look {
  readonly paint: Paint;
  readonly width: number;
  /** With every option and its score. */
  readonly options?: boolean;
}

/** A decision in a few lines: what was chosen, and what decided it. */
export function showDecision(decision: Decision, { paint, width, options = false }: Look): string {
  const { because, chosen, missing, wouldChange } = decision;
  const [first] = because;
  const mark = missing.length > 0 ? ` ${paint("yellow", "(provisional)")}` : "";
  return [
    `${paint("bold", decision.title)}${mark}`,
    ...(first ? [wrap(reasonText(first), width, "  ")] : []),
    ...(options
      ? [
          wrap(
            `Would change it: ${wouldChange[0] ? reasonText(wouldChange[0]) : "nothing in sight."}`,
            width,
            "  ",
          ),
        ]
      : []),
    ...(options
      ? decision.options.map(({ id, title, score, ruledOut }) =>
          wrap(
            `${id === chosen ? "*" : " "} ${id}: ${title}, ${ruledOut ? `ruled out: ${ruledOut.says}` : `${score} of 100`}`,
            width,
            "    ",
            "        ",
          ),
        )
      : []),
    paint("dim", `  ${keyOf(decision)}${options ? "" : `: ${chosen}`}`),
  ].join("\n");
}

function reasonText({ says, from }: Reason): string {
  return from.length === 0 ? says : `${says} (${from.join(", ")})`;
}
