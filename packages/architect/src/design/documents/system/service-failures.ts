import { type ServiceModel, webhookEntityNames } from "@lintel/runtime/tools";
import type { Architecture } from "../../architecture.js";
import {
  escapeMarkdown,
  heading,
  inCode,
  sayCount,
  sayList,
  saySpan,
  section,
  table,
} from "../../text/index.js";
import { refsCell, sentence } from "../decision-lines.js";
import { callableBy, serviceLink, systemsOf } from "./around-service.js";

type Row = readonly [what: string, happens: string, from?: string];

/** What happens in a service when something that only it needs fails; what all of them need stands in the section on failures. */
export function serviceFailures(architecture: Architecture, service: ServiceModel): string {
  const rows: readonly Row[] = [
    ...usedRows(architecture, service),
    ...systemRows(architecture, service),
    ...service.consumers.map(consumerRow),
    ...projectionRows(service),
    ...webhookRows(service),
    ...feedRows(service),
  ];
  return section(
    heading(4, `When something fails in ${service.name}`),
    table(
      ["What fails", "What happens", "From"],
      rows.map(([what, happens, from = ""]) => [what, happens, from]),
    ),
  );
}

function usedRows({ model }: Architecture, { name: caller, uses }: ServiceModel): readonly Row[] {
  return [...new Set(Object.values(uses))].flatMap((name): readonly Row[] => {
    const commands = callableBy(model, name, caller);
    if (commands.length === 0) return [];
    const errors = commands.flatMap((command) => Object.keys(command.errors));
    const codes = [...new Set(errors)].sort().map(inCode);
    const told = codes.length === 0 ? "" : ` The caller is told why: ${sayList(codes, "or")}.`;
    return [
      [`A command of ${serviceLink(name)} refuses`, `The whole command is undone, here and there.${told}`],
    ];
  });
}

function systemRows(architecture: Architecture, { name: service }: ServiceModel): readonly Row[] {
  return systemsOf(architecture, service).map(({ name, whenDown, from }) => [
    `${escapeMarkdown(name)} cannot be reached`,
    whenDown.trim() === ""
      ? "Nobody has said; a call to it ends after 5 s unless its code says otherwise, the command is undone, and its caller gets 503 `OUTSIDE_UNAVAILABLE` with `Retry-After`."
      : sentence(escapeMarkdown(whenDown)),
    refsCell(from),
  ]);
}

function consumerRow({ name, retry }: ServiceModel["consumers"][number]): Row {
  return [
    `The consumer ${inCode(name)} cannot handle an event`,
    `It is tried ${sayCount(retry.attempts, "time")}, first again after ${saySpan(retry.first / 1_000)}, later every ${saySpan(retry.last / 1_000)} at most. Then it waits as a dead letter for a person, and later events of its key behind it; other keys go on.`,
  ];
}

function projectionRows({ entities }: ServiceModel): readonly Row[] {
  const names = entities.filter(({ projection }) => projection).map(({ name }) => inCode(name));
  return names.length === 0
    ? []
    : [
        [
          `What derives ${sayList(names)} falls behind`,
          "Reads are answered with what is there, and say how far that is (`meta.position`). Whoever asks for its own write with `Lintel-Wait` gets 503 `PROJECTION_BEHIND` after 2 s unless it waits longer.",
        ],
      ];
}

function webhookRows({ webhooks }: ServiceModel): readonly Row[] {
  if (!webhooks) return [];
  const { retries } = webhooks;
  return [
    [
      "A receiver of webhooks takes nothing",
      `Its events wait in their order, and no other receiver waits for it. It is tried ${sayCount(retries.length + 1, "time")} over ${saySpan(retries.reduce((sum, one) => sum + one, 0) / 1_000)}, then disabled; its owner can have what it missed sent again while the log is kept.`,
    ],
  ];
}

function feedRows({ entities }: ServiceModel): readonly Row[] {
  const names = entities
    .filter(({ feed, name }) => feed && !webhookEntityNames.includes(name))
    .map(({ name }) => inCode(name));
  return names.length === 0
    ? []
    : [
        [
          `A follower of ${sayList(names)} loses its connection`,
          "It comes back with the position that it has, and gets what it missed from the log, in order. Where the log does not reach back so far, it is told to begin anew.",
        ],
      ];
}
