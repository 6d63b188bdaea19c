import { boundsOf } from "@lintel/runtime/tools";
import type { Architecture } from "../../architecture.js";
import {
  blocks,
  escapeMarkdown,
  heading,
  list,
  sayNumber,
  saySpan,
  section,
  table,
  withRefs,
} from "../../text/index.js";
import { asked } from "../asked.js";
import { refsCell, sentence } from "../decision-lines.js";

/** What callers see and what goes on when something fails that every service needs. */
export function failures(architecture: Architecture): string {
  const { model, needs, requirements } = architecture;
  const told = new Set(needs.systems.flatMap(({ from }) => from));
  return section(
    heading(2, "When something fails"),
    blocks(
      "A write is acknowledged when its answer (2xx) has arrived. In each row below an acknowledged write is kept, none is done twice under one `Idempotency-Key`, and a command is done whole or not at all.",
      table(["What fails", "What callers see", "What goes on, and what comes back"], rows(architecture)),
    ),
    section(
      heading(3, "While another system is away"),
      table(
        ["System", "What happens here", "From"],
        needs.systems.map(({ name, whenDown, from }) => [
          escapeMarkdown(name),
          whenDown.trim() === "" ? "Nobody has said." : sentence(escapeMarkdown(whenDown)),
          refsCell(from),
        ]),
      ),
      list(
        requirements
          .filter(({ id }) => /-DOWN-/.test(id) && !told.has(id))
          .map(({ id, statement }) => withRefs(sentence(escapeMarkdown(statement)), [id])),
      ),
      model.services.some(({ commands }) => commands.length > 0) && needs.systems.length > 0
        ? "A command that asks another system waits 5 s for it unless its code says otherwise, and never longer than its own request may take. Then it is undone, and its caller gets 503 `OUTSIDE_UNAVAILABLE` with `Retry-After`. What has to reach the other system all the same is sent by a consumer, after the commit, and tried again."
        : undefined,
    ),
    section(
      heading(3, "Edge cases with one known outcome"),
      asked(architecture, ["data.edge-cases", "feature.edge-cases"]),
      list(
        needs.edgeCases.map(({ id, name, situation, criteria }) =>
          withRefs(
            `**${escapeMarkdown(name)}**${situation === undefined ? "" : ` (${escapeMarkdown(situation)})`}: ${criteria.map((one) => sentence(escapeMarkdown(one))).join(" ")}`,
            [id],
          ),
        ),
      ),
    ),
  );
}

function rows({ model, needs }: Architecture): readonly (readonly string[])[] {
  const { timeouts, rateLimit } = boundsOf(model, "production");
  const span = (milliseconds: number) => saySpan(milliseconds / 1_000);
  const hasConsumers = model.services.some(({ cursors }) => cursors.length > 0);
  const hasLog = model.services.some(({ log }) => log);
  const signsIn = model.environments.production?.settings.authentication !== undefined;
  const recovery = [needs.rpo, needs.rto].flatMap(({ from }) => from);
  return [
    [
      "PostgreSQL is away, or has no connection to give",
      "503 `DATABASE_UNAVAILABLE` with `Retry-After: 1`, at once",
      "`/health/ready` says 503, `/health/live` 200. It is tried after 100 ms, then less often, every 2 s at the latest; traffic goes on by itself.",
    ],
    [
      "PostgreSQL has no room for rows",
      "Writes: 503 `DATABASE_UNAVAILABLE`",
      "Reads go on; writes go on when there is room.",
    ],
    [
      "A statement takes too long",
      `503 \`STATEMENT_TIMEOUT\` after ${span(timeouts.row)} for one row, ${span(timeouts.list)} for a page, ${span(timeouts.statement)} for anything else`,
      "The statement is ended in PostgreSQL; other requests do not notice.",
    ],
    [
      "A request takes too long",
      `503 \`DEADLINE_EXCEEDED\` after ${span(timeouts.request)}`,
      "What it began is undone.",
    ],
    [
      "One caller asks too much",
      rateLimit
        ? `429 \`RATE_LIMITED\` with \`Retry-After\` above ${sayNumber(rateLimit.requests)} in ${span(rateLimit.windowMs)}`
        : "Nothing: the rate limit is turned off",
      "Others do not notice.",
    ],
    [
      "All together ask more than a process can do",
      "503 `OVERLOADED` with `Retry-After`, at once, above 1,000 requests at a time or when it cannot keep up",
      "What was taken is answered; memory stays in bounds.",
    ],
    ...(signsIn
      ? [
          [
            "The issuer of tokens is away",
            "Nothing while its keys are known; else 503 `IDENTITY_UNAVAILABLE` for calls with a token",
            "Its keys are fetched again.",
          ],
        ]
      : []),
    [
      "A process is told to stop, as at a release",
      "Every request that was taken is answered; new connections go elsewhere",
      `It ends within ${span(timeouts.shutdown)}.`,
    ],
    [
      "A process is killed",
      "Its connections break; the same request again completes",
      `Another process goes on.${hasLog || hasConsumers ? " What it was elected for, such as giving order to the log, another takes over within 2 s." : ""}`,
    ],
    [
      "A command's own code fails",
      "500 `INTERNAL` for that request alone",
      "Nothing of it is kept. The log has the cause, the answer has not.",
    ],
    [
      "The machine or the place of the data is lost",
      "Nothing is answered until it is restored or another takes over",
      withRefs(
        `The latest ${needs.rpo.value === 0 ? "data are not lost" : `${saySpan(needs.rpo.value)} may be lost`}, and it is back within ${saySpan(needs.rto.value)}.`,
        recovery,
      ),
    ],
  ];
}
