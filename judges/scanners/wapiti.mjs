import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startExample } from "./example.mjs";
import { isMissing, judge, run } from "./needs.mjs";
import { startPlanted } from "./planted.mjs";
import { targetsOf } from "./targets.mjs";

/* wapiti over the example's pages and over everything that is asked with GET, with a token and without. */

const pages = ["/docs", "/docs/errors", "/openapi.json", "/health/ready"];

/** All attacks that need nothing from the network but the server itself. */
const attacks = [
  ...["backup", "blindsql", "cookieflags", "crlf", "csp", "csrf", "exec", "file", "htaccess", "http_headers"],
  ...["methods", "permanentxss", "redirect", "shellshock", "sql", "xss"],
];

/** Left out on purpose: browsers have no such filter any more, and where it was, it made pages attackable. */
const meant = "X-XSS-Protection is not set";
/** wapiti takes each answer but 4xx to the method ABC for a way past 401, also the 501 of RFC 9110, section 9.1. */
const bypass = "Htaccess Bypass";

/** Whether a finding is one: a way past 401 is asked for again, and has to lead somewhere. */
async function isFault({ kind, words, path }, url) {
  if (kind !== bypass) return !words.includes(meant);
  const answer = await fetch(`${url}${path}`, { method: "ABC" });
  const { code } = await answer.json().catch(() => ({}));
  return answer.status !== 501 || code !== "METHOD_UNKNOWN";
}

/** What wapiti reports of the addresses, and how many requests it has sent. */
async function scan(url, paths, { seconds, modules = attacks, token }) {
  const folder = mkdtempSync(join(tmpdir(), "lintel-wapiti-"));
  const escaped = (path) =>
    path.replaceAll("[", "%5B").replaceAll("]", "%5D").replaceAll(" ", "%20").replace("*", "");
  try {
    const report = join(folder, "report.json");
    const { output } = await run(
      "wapiti",
      [
        ...[
          "-u",
          `${url}/`,
          "--scope",
          "domain",
          "-m",
          modules.join(","),
          "--flush-session",
          "--no-bugreport",
        ],
        ...["--store-session", join(folder, "session"), "--store-config", join(folder, "config")],
        ...["-f", "json", "-o", report, "--max-attack-time", String(seconds / 4)],
        ...paths.flatMap((path) => ["-s", `${url}${escaped(path)}`]),
        ...(token ? ["-H", `Authorization: Bearer ${token}`] : []),
      ],
      { seconds },
    );
    const { vulnerabilities, anomalies } = JSON.parse(readFileSync(report, "utf8"));
    const found = [...Object.entries(vulnerabilities), ...Object.entries(anomalies)].flatMap(
      ([kind, findings]) =>
        findings.map(({ method, path, info }) => ({
          kind,
          path,
          words: `${kind} at ${method} ${path}: ${info}`,
        })),
    );
    return { found, output };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (!isMissing("wapiti", "apt-get install wapiti")) {
  const example = await startExample();
  try {
    const planted = await startPlanted(example.databaseUrl);
    try {
      const { found } = await scan(planted.url, ["/rows?id=3", "/greet?name=ada"], {
        seconds: 400,
        modules: ["csp", "sql", "xss"],
      });
      const kinds = ["SQL Injection", "Cross Site Scripting", "Content Security Policy Configuration"];
      for (const kind of kinds)
        judge(
          `wapiti finds what is planted: ${kind}`,
          found.some((one) => one.kind === kind) ? [] : ["it does not"],
        );
    } finally {
      await planted.stop();
    }
    let requests = 0;
    example.onRequest(() => requests++);
    for (const [who, token] of Object.entries({
      anyone: undefined,
      "a manager": example.known.manager,
      "a customer": example.known.customer,
    })) {
      const targets = targetsOf(example.known).filter((one) => one.method === "GET" && one.token === token);
      const paths = [...targets.map(({ path }) => path), ...(token ? [] : pages)];
      requests = 0;
      const { found, output } = await scan(example.url, paths, { seconds: 1_200, token });
      const faults = [];
      for (const one of found) if (await isFault(one, example.url)) faults.push(one.words);
      if (requests < 300) process.stderr.write(output);
      judge(`wapiti on the example as ${who}, ${requests} requests`, [
        ...new Set(faults),
        ...(requests < 300 ? ["hardly anything was tried"] : []),
      ]);
    }
    judge(
      "no answer 500 and no broken SQL while wapiti went through the example",
      example.faults().slice(0, 5),
    );
  } finally {
    await example.stop();
  }
}
