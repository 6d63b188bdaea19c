import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startExample } from "./example.mjs";
import { startFront } from "./front.mjs";
import { isMissing, judge, run } from "./needs.mjs";
import { startPlanted } from "./planted.mjs";
import { refusedOf, targetsOf } from "./targets.mjs";

/* sqlmap over every kind of request that the example takes, with a token and without. */

/** A path as sqlmap is given it, and as its report names it again. */
const written = (path) => path.replaceAll(" ", "+");

/** What it would otherwise answer itself: with a finding it would leave the rest of the server alone. */
const answers = Object.entries({
  "skip further tests involving it": "n",
  "keep testing the others": "y",
  "do you want to exploit this": "n",
});

/** A request as the log of a proxy has it, which is how sqlmap takes many with bodies and headers of their own. */
function logged(url, { method, path, body, token, type, headers = {} }) {
  const rule = "=".repeat(54);
  const lines = [
    `${method} ${written(path)} HTTP/1.1`,
    `Host: ${new URL(url).host}`,
    ...(token ? [`Authorization: Bearer ${token}`] : []),
    ...(type ? [`Content-Type: ${type}`] : []),
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  const sent = body === undefined ? "" : JSON.stringify(body);
  return `${rule}\n10:15:00 AM  ${url}  [127.0.0.1]\n${rule}\n${lines.join("\r\n")}\r\n\r\n${sent}\n${rule}\n\n`;
}

/** The injections that sqlmap reports, beginning anew, and how many parameters of how many requests it has tried. */
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
        ...["--answers", answers.map((one) => one.join("=")).join(",")],
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

/** The address in a row of sqlmap's report. */
const addressOf = (row) => (row.startsWith('"') ? row.slice(1, row.indexOf('",')) : row.split(",")[0]);

/** Of what was found, that which is found again where its request is scanned alone. */
async function confirm(url, targets, found, words) {
  const again = [];
  for (const row of found) {
    const address = addressOf(row);
    const of = targets.filter(
      ({ path }) => address.replace("*", "") === `${url}${written(path)}`.replace("*", ""),
    );
    for (const target of of) again.push(...(await scan(url, [target], 600, words)).found);
    // Of a request that cannot be named, it cannot be said that it was a mistake.
    if (of.length === 0) again.push(row);
  }
  return again;
}

/** Runs `work` before a front, which gives the same answer to the same request. */
async function behindFront(url, work) {
  const front = await startFront(url);
  try {
    return await work(front.url);
  } finally {
    await front.stop();
  }
}

const faults = {
  "a query string": { method: "GET", path: "/rows?id=3" },
  "a body of JSON": { method: "POST", path: "/rows", body: { id: 4 }, type: "application/json" },
};

/** All at once: also behind a fault that it has found, sqlmap looks for the next. */
async function scanPlanted(url) {
  const words = ["--technique", "BE"];
  const targets = Object.values(faults);
  const { found } = await scan(url, targets, 400, words);
  for (const [place, target] of Object.entries(faults)) {
    const here = found.filter((row) => addressOf(row) === `${url}${target.path}`);
    const again = await confirm(url, targets, here, words);
    judge(`sqlmap finds the injection that is planted in ${place}`, again.length > 0 ? [] : ["it does not"]);
  }
}

async function scanExample(url, known) {
  const targets = targetsOf(known);
  judge("each request that scanners begin with is answered as it should be", await refusedOf(url, targets));
  const { found, tried, output } = await scan(url, targets, 1_200);
  const again = await confirm(url, targets, found);
  if (found.length > 0 || tried.requests < targets.length) process.stderr.write(output);
  judge(`sqlmap on ${tried.parameters} parameters of ${tried.requests} requests to the example`, [
    ...again,
    ...(tried.requests < targets.length ? [`${targets.length} requests were to be tried`] : []),
    ...(tried.parameters < targets.length * 2 ? ["hardly any parameter was tried"] : []),
  ]);
}

if (!isMissing("sqlmap", "apt-get install sqlmap")) {
  const example = await startExample();
  try {
    const planted = await startPlanted(example.databaseUrl);
    try {
      await behindFront(planted.url, scanPlanted);
    } finally {
      await planted.stop();
    }
    await behindFront(example.url, (url) => scanExample(url, example.known));
    judge(
      "no answer 500 and no broken SQL while sqlmap went through the example",
      example.faults().slice(0, 5),
    );
  } finally {
    await example.stop();
  }
}
