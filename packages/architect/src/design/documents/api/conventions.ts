import { boundsOf } from "@lintel/runtime/tools";
import type { Architecture } from "../../architecture.js";
import {
  blocks,
  codeBlock,
  escapeMarkdown,
  heading,
  list,
  sayList,
  sayNumber,
  saySize,
  saySpan,
  section,
  table,
  withRefs,
} from "../../text/index.js";
import { asked } from "../asked.js";
import { choiceOf, decisionsOn, recordLink, requirementsOfDecision, sentence } from "../decision-lines.js";

/** What holds of every route. */
export function conventions(architecture: Architecture): string {
  const { model, needs } = architecture;
  const { rateLimit, limits, timeouts } = boundsOf(model, "production");
  const span = (milliseconds: number) => saySpan(milliseconds / 1_000);
  const hasProjection = model.services.some(({ entities }) => entities.some(({ projection }) => projection));
  return section(
    heading(2, "What holds everywhere"),
    list(
      decisionsOn(architecture, ["interfaces", "identity"]).map((decision) =>
        withRefs(
          `${escapeMarkdown(decision.question)} ${sentence(escapeMarkdown(choiceOf(decision)))} ${recordLink(architecture, decision)}`.trim(),
          requirementsOfDecision(decision),
        ),
      ),
    ),
    section(
      heading(3, "Answers"),
      blocks(
        "What worked stands in an envelope; what failed is a [problem document](#errors).",
        codeBlock(
          `{\n  "data": { "id": "01936b2e-4d8a-7c3f-9a51-2f6b8d0e4c17" },\n  "meta": { "timestamp": "2026-11-23T09:30:00.000Z", "requestId": "01936b2e-4d8a-7c3f-9a51-2f6b8d0e4c17" }\n}`,
          "json",
        ),
        "A list has an array as `data`, and `meta.page` with `size`, `next` and `prev`. `X-Request-Id` and `traceparent` are taken from the caller where they are sent, and stand in the answer and in the log.",
      ),
    ),
    section(
      heading(3, "Who asks"),
      blocks(
        asked(architecture, [
          "experience.consumers",
          "integration.callers",
          "integration.identity",
          "integration.single-sign-on",
          "integration.provisioning",
        ]),
        "`Authorization: Bearer` with a JSON Web Token (RFC 9068) of the environment's issuer; `sub` is the caller, `roles` what the caller may. Without one a caller is anybody.",
        sayList(
          needs.authentication.value.because.map((one) => sentence(escapeMarkdown(one))),
          "",
        ),
      ),
    ),
    section(
      heading(3, "Lists"),
      codeBlock(
        [
          'query      = parameter *("&" parameter)              ; at most 100, each name once',
          "parameter  = filter / sort / fields / include / search / page",
          'filter     = "filter[" field "]" ["[" comparison "]"] "=" value   ; joined by "and", at most 50',
          "comparison = eq / ne / lt / lte / gt / gte / in / isNull / startsWith / contains",
          'sort       = "sort=" ["-"] field *("," ["-"] field)   ; at most 5; by id unless told',
          'fields     = "fields=" field *("," field)             ; and the id',
          'include    = "include=" path *("," path)              ; at most 20',
          'search     = "q=" words                               ; "a phrase", or, -without',
          `page       = "page[size]=" 1*DIGIT                    ; 1 to ${sayNumber(limits.pageSize)}; 20 unless told`,
          '           / "page[after]=" cursor / "page[before]=" cursor',
        ].join("\n"),
      ),
      list([
        "Pages go by cursor, never by offset: each row is met once, whatever is written meanwhile. A cursor is signed, and good for the same filter, sort and search alone.",
        "`Link` leads on and back (RFC 8288), as `meta.page` does.",
        `\`include\` goes ${sayNumber(limits.includeDepth)} relations deep at most.`,
        "Several values of `in` stand with commas between; a value with a comma in it in double quotes.",
      ]),
    ),
    section(
      heading(3, "Doing it once"),
      asked(architecture, ["architecture.idempotency"]),
      list([
        "Every `POST` takes an `Idempotency-Key`. The key, the effect and the answer commit together; for 24 h the same request under it gets the first answer again, with `Idempotency-Replayed: true`.",
        "Another request under the same key: 422 `IDEMPOTENCY_KEY_REUSED`. While the first still runs: 409 `IDEMPOTENCY_IN_PROGRESS`.",
        "`PATCH` and `DELETE` go by `If-Match` with the `ETag` that was read: 412 `VERSION_MISMATCH` where the row has changed.",
        ...(hasProjection
          ? [
              "A write answers with `Lintel-Commit`. A read of a projection that sends it as `Lintel-Wait` has that write in it.",
            ]
          : []),
      ]),
    ),
    section(
      heading(3, "Limits"),
      asked(architecture, ["integration.limits", "security.abuse"]),
      table(
        ["What", "How much", "Beyond it"],
        [
          [
            "Requests of one caller",
            rateLimit ? `${sayNumber(rateLimit.requests)} in ${span(rateLimit.windowMs)}` : "no limit",
            rateLimit ? "429 `RATE_LIMITED`, `Retry-After`" : "",
          ],
          ...(rateLimit && model.tenants
            ? [
                [
                  "Requests of all callers of one tenant",
                  `${sayNumber(rateLimit.requestsPerTenant)} in ${span(rateLimit.windowMs)}`,
                  "429 `RATE_LIMITED`, `Retry-After`",
                ],
              ]
            : []),
          ["A body", saySize(limits.body), "413 `BODY_TOO_LARGE`"],
          ["A page", `${sayNumber(limits.pageSize)} rows`, "400 `PARAMETER_INVALID`"],
          ["The time of a request", span(timeouts.request), "503 `DEADLINE_EXCEEDED`"],
          ["Requests at a time, a process", "1,000", "503 `OVERLOADED`, `Retry-After`"],
        ],
      ),
      rateLimit
        ? "A caller is the token's `sub`, or the address where there is none. `RateLimit-Policy` and `RateLimit` of each answer say what is left. The limit is counted in each process by itself."
        : undefined,
    ),
  );
}
