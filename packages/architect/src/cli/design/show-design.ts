import { spareWords } from "../../design/capacity/index.js";
import { decisionFor, sayFull, sayNumber } from "../../design/index.js";
import type { Designed } from "../../designer/index.js";
import { wrap } from "../interview/wrap.js";
import { counted, grouped } from "../table.js";
import type { Paint } from "../terminal.js";
import { provisionalOf } from "./designed-data.js";
import { showDecision } from "./show-decisions.js";
import { isLeft, showProposal } from "./show-proposal.js";

interface Look {
  readonly isDry: boolean;
  readonly paint: Paint;
  readonly width: number;
}

/** What came of a design, for a person to read: the decisions with their main reasons, what it takes, what was written, and what to do next. */
export function showDesign(designed: Designed, look: Look): string {
  const { paint, isDry, width } = look;
  const { grounds, architecture } = designed;
  const { decisions } = grounds;
  const services = architecture.model.services.map(({ name }) => name);
  const blocks = [
    `${paint("green", isDry ? "would design" : "designed")}  ${grounds.brief.name}: ${counted(services.length, "service")} (${services.join(", ")}), ${counted(decisions.length, "decision")}`,
    decisions.map((decision) => showDecision(decision, { paint, width })).join("\n"),
    capacityLines(designed, look),
    provisionalLines(designed, look),
    setAsideLines(designed, look),
    draftLines(designed, look),
    documentLines(designed, look),
    leftLines(designed, look),
    nextLines(designed, look),
  ];
  return blocks.filter((block) => block !== "").join("\n\n");
}

/** Whether something of what was applied waits for a person. */
export function hasConflicts({ draft }: Designed): boolean {
  return draft.outcome === "applied" && draft.files.some(isLeft);
}

function capacityLines({ architecture: { capacity }, grounds }: Designed, { paint, width }: Look): string {
  const { costs, services } = capacity;
  const isApart = decisionFor(grounds.decisions, "style")?.chosen === "services";
  const instances = isApart
    ? services.map(({ service, instances }) => `${service} ${grouped(instances)}`).join(", ")
    : `${grouped(Math.max(0, ...services.map(({ instances }) => instances)))} of one program`;
  const amount = (value: number) => `${sayNumber(Math.round(value))} ${costs.currency}`;
  const allowed = costs.budget === undefined ? "" : `, of ${amount(costs.budget)} that the brief allows`;
  const isTooMuch = costs.budget !== undefined && costs.total > costs.budget;
  const full = capacity.parts.filter(({ months }) => months !== undefined && months < 12);
  return [
    `instances  ${instances}, ${spareWords(capacity.machines)}`,
    `costs      about ${amount(costs.total)} a month${allowed}; prices: ai/memory-bank/prices.yaml`,
    ...(isTooMuch ? [`${paint("yellow", "too much")}   it costs more than the brief allows`] : []),
    ...(full.length > 0
      ? [`${paint("yellow", "full")}       within a year; what to do then: docs/architecture/capacity.md`]
      : []),
    ...full.map(({ part, months }) => wrap(`${part}: ${sayFull(months)}`, width, "  ", "    ")),
  ].join("\n");
}

function provisionalLines({ grounds }: Designed, { paint, width }: Look): string {
  const open = provisionalOf(grounds.decisions);
  if (open.length === 0) return "";
  return [
    `${paint("yellow", "provisional")}  nobody has answered what these rest on`,
    ...open.map(({ question, decisions }) =>
      wrap(`${question}: ${decisions.join(", ")}`, width, "  ", "    "),
    ),
  ].join("\n");
}

function setAsideLines({ setAside }: Designed, { paint, width }: Look): string {
  return setAside
    .map(({ decision, subject, option, reason }) => {
      const of = subject === undefined ? "" : ` --subject ${subject}`;
      return wrap(
        `${paint("yellow", "set aside")}  ${decision}${of}: ${option} (${reason}) is not there to be chosen any more. To forget it: lintel design override ${decision} --remove${of}`,
        width,
        "",
        "  ",
      );
    })
    .join("\n");
}

function draftLines({ draft }: Designed, { paint, isDry, width }: Look): string {
  const would = isDry ? "would be " : "";
  switch (draft.outcome) {
    case "written":
      return [
        `${paint("green", `${would}drafted`)}  ${draft.files.join(", ")}`,
        ...(draft.madeRoom.length > 0
          ? [
              `${isDry ? "would make room" : "made room"}  ${draft.madeRoom.join(", ")}: the example of lintel init, which nobody had touched`,
            ]
          : []),
      ]
        .map((line) => wrap(line, width, "", "  "))
        .join("\n");
    case "own":
      return "blueprint  it is your own: nothing is drafted, and the documents follow from the brief and from it";
    case "unchanged":
      return "blueprint  the draft is as it was";
    case "proposed":
      return [
        `${paint("yellow", "proposed")}  the draft changed in ${counted(draft.files.length, "file")}; nothing was touched`,
        showProposal(draft.files, paint, { withDiffs: true }),
      ].join("\n");
    case "applied":
      return [
        `${paint("green", `${would}applied`)}`,
        showProposal(draft.files, paint, { withDiffs: isDry }),
      ].join("\n");
    default:
      return "";
  }
}

function documentLines({ documents }: Designed, { paint, isDry }: Look): string {
  const { written, removed, count, aside, foreign } = documents;
  const would = isDry ? "would be " : "";
  const same = count - written.length;
  const parts = [
    `${counted(written.length, "document")} ${would}written`,
    ...(same > 0 ? [`${same} as they were`] : []),
    ...(removed.length > 0 ? [`${removed.length} ${would}taken away`] : []),
  ];
  return [
    `${paint("green", "documents")}  docs/architecture: ${parts.join(", ")}`,
    ...aside.map(({ path, to }) => `  ${paint("yellow", path)} was edited by hand: the edit lies in ${to}`),
    ...foreign.map(
      (path) => `  ${paint("yellow", path)} is your own, and stays: move it away to have that document`,
    ),
  ].join("\n");
}

function leftLines({ left }: Designed, { paint }: Look): string {
  return left
    .map(
      (path) => `${paint("yellow", "left")}  ${path}: somebody changed it meanwhile. Type the command again.`,
    )
    .join("\n");
}

function nextLines(designed: Designed, { paint, isDry }: Look): string {
  const { draft, left } = designed;
  const conflicts = draft.outcome === "applied" ? draft.files.filter(isLeft) : [];
  const next =
    left.length > 0 || isDry
      ? ["lintel design"]
      : conflicts.length > 0
        ? [
            "Bring what you want of these into your files, then: lintel design --apply",
            `Or leave them as they are: lintel design --apply --keep ${conflicts.map(({ path }) => path).join(" ")}`,
          ]
        : draft.outcome === "proposed"
          ? ["lintel design --apply"]
          : ["lintel check", "lintel tests", "lintel dev"];
  return [paint("dim", "next:"), ...next.map((line) => `  ${line}`)].join("\n");
}
