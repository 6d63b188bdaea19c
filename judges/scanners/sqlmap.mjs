import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startExample } from "./example.mjs";
import { isMissing, judge, run } from "./needs.mjs";
import { startPlanted } from "./planted.mjs";
import { targetsOf } from "./targets.mjs";

/* sqlmap over every kind of request that the example takes, with a token and without. */

/** A request as the log of a proxy has it, which is how sqlmap takes many with bodies and headers of their own. */
function logged(url, { method, path, body, token, type, headers = {} }) {
  const rule = "=".repeat(54);
  const lines = [
    `${method} ${path.replaceAll(" ", "+")} HTTP/1.1`,
    `Host: ${new URL(url).host}`,
    ...(token ? [`Authorization: Bearer ${token}`] : []),
    ...(type ? [`Content-Type: ${type}`] : []),
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  const sent = body === undefined ? "" : JSON.stringify(body);
  return `${rule}\n10:15:00 AM  ${url}  [127.0.0.1]\n${rule}\n${lines.join("\r\n")}\r\n\r\n${sent}\n${rule}\n\n`;
}

/** The injections that sqlmap reports, and how many parameters of how many requests it has tried. */
async function scan(url, targets, seconds, words = []) {
  const folder = mkdtempSync(join(tmpdir(), "lintel-sqlmap-"));
  try {
    const results = join(folder, "results.csv");
    writeFileSync(join(folder, "requests"), targets.map((target) => logged(url, target)).join(""));
    const { output } = await run(
      "sqlmap",
      [
        ...[
          "-l",
          join(folder, "requests"),
          "--ignore-stdin",
          "--batch",
          "--disable-coloring",
          "--flush-session",
        ],
        ...["--output-dir", join(folder, "output"), "--results-file", results, "--skip-waf"],
        ...["--dbms", "PostgreSQL", "--ignore-code", "400,401,404,409,412,415,422,500", ...words],
      ],
      { seconds },
    );
    const of = (pattern) => [...output.matchAll(pattern)].length;
    const tried = { requests: of(/testing URL '/g), parameters: of(/testing for SQL injection on /g) };
    // sqlmap writes a row for a parameter that it suspected, and says itself in the note where that proved wrong.
    const [, ...rows] = readFileSync(results, "utf8").trim().split("\n");
    const found = rows.filter((row) => !row.includes("false positive or unexploitable"));
    return { found: found.map((row) => row.trim()), tried, output };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (!isMissing("sqlmap", "apt-get install sqlmap")) {
  const example = await startExample();
  try {
    const planted = await startPlanted(example.databaseUrl);
    try {
      // One at a time: what follows on a server with a fault, sqlmap passes over.
      const faults = {
        "a query string": { method: "GET", path: "/rows?id=3" },
        "a body of JSON": { method: "POST", path: "/rows", body: { id: 4 }, type: "application/json" },
      };
      for (const [place, target] of Object.entries(faults)) {
        const { found } = await scan(planted.url, [target], 400, ["--technique", "BE"]);
        judge(
          `sqlmap finds the injection that is planted in ${place}`,
          found.length > 0 ? [] : ["it does not"],
        );
      }
    } finally {
      await planted.stop();
    }
    const targets = targetsOf(example.known);
    const { found, tried, output } = await scan(example.url, targets, 1_200);
    if (tried.requests < targets.length) process.stderr.write(output);
    judge(`sqlmap on ${tried.parameters} parameters of ${tried.requests} requests to the example`, [
      ...found,
      ...(tried.requests < targets.length ? [`${targets.length} requests were to be tried`] : []),
      ...(tried.parameters < targets.length * 2 ? ["hardly any parameter was tried"] : []),
    ]);
    judge(
      "no answer 500 and no broken SQL while sqlmap went through the example",
      example.faults().slice(0, 5),
    );
  } finally {
    await example.stop();
  }
}
