import { expect, it } from "vitest";
import { guard } from "../index.js";
import { type Files, repositoryWith } from "../scenario.js";

const manifest = JSON.stringify({ name: "a", version: "1.0.0", private: true });
/** Put together here, so that this file holds none itself. */
const token = (head: string, tail: string) => `${head}${tail}`;
const begin = (kind: string) => `-----BEGIN ${kind}-----`;
const random = "mW8kQ2vZ7pLr4TnX9bYc3HdJ6sGfA1uE5oKi";
const keyBody = `MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7\n`;

async function found(...steps: readonly Files[]) {
  const { findings } = await guard(repositoryWith(...steps));
  return findings.map(({ rule, file, line }) =>
    [rule, file, ...(line === undefined ? [] : [line])].join(" "),
  );
}

const faults: readonly (readonly [string, Files, string])[] = [
  ["node_modules", { "node_modules/left/index.js": "x" }, "dependency-committed node_modules/left/index.js"],
  [
    "node_modules of a package",
    { "packages/a/node_modules/left/index.js": "x" },
    "dependency-committed packages/a/node_modules/left/index.js",
  ],
  ["vendor", { "vendor/autoload.php": "<?php" }, "dependency-committed vendor/autoload.php"],
  ["a virtual environment", { ".venv/lib/a.py": "x" }, "dependency-committed .venv/lib/a.py"],
  [
    "a virtual environment of another name",
    { "env/pyvenv.cfg": "home = /usr", "env/lib/b.py": "x" },
    "dependency-committed env/lib/b.py",
  ],
  ["__pycache__", { "a/__pycache__/a.pyc": "x" }, "dependency-committed a/__pycache__/a.pyc"],
  ["dist", { "dist/index.js": "x" }, "build-output-committed dist/index.js"],
  ["dist of a package", { "web/dist/index.js": "x" }, "build-output-committed web/dist/index.js"],
  ["build", { "build/index.js": "x" }, "build-output-committed build/index.js"],
  [
    "target of Rust",
    { ".gitignore": "target/", "Cargo.toml": "[package]\nname = 'a'\n", "target/debug/build.rs": "x" },
    "build-output-committed target/debug/build.rs",
  ],
  ["a build's notes", { "tsconfig.tsbuildinfo": "{}" }, "build-output-committed tsconfig.tsbuildinfo"],
  ["coverage", { "coverage/lcov.info": "TN:" }, "build-output-committed coverage/lcov.info"],
  ["the state of lintel", { ".lintel/keys.json": "{}" }, "build-output-committed .lintel/keys.json"],
  [".env", { ".env": "A=b" }, "environment-committed .env"],
  [".env of production", { "deploy/.env.production": "A=b" }, "environment-committed deploy/.env.production"],
  ["id_rsa", { "deploy/id_rsa": "x" }, "key-committed deploy/id_rsa"],
  ["a pem", { "server.pem": "x" }, "key-committed server.pem"],
  ["a p12", { "store.p12": Buffer.from([48, 130, 0, 0]) }, "key-committed store.p12"],
  [
    "a private key in a text",
    { "src.txt": `\n${begin("PRIVATE KEY")}\n${keyBody}` },
    "secret-in-content src.txt 2",
  ],
  [
    "a private key in JSON",
    { "account.json": `{\n"private_key": "${begin("RSA PRIVATE KEY")}\\n${keyBody.trim()}\\n"}` },
    "secret-in-content account.json 2",
  ],
  ["a key of AWS", { "a.txt": token("AKIA", "Q7ZP4LM2XW9TB6RN") }, "secret-in-content a.txt 1"],
  ["a token of GitHub", { "a.yml": `a: 1\nb: ${token("ghp_", random)}\n` }, "secret-in-content a.yml 2"],
  ["a key of Stripe", { "a.md": token("sk_live_", random) }, "secret-in-content a.md 1"],
  ["a token of Slack", { "a.md": token("xoxb-", "123456789012-abcdefABCDEF") }, "secret-in-content a.md 1"],
  ["a token of npm", { ".npmrc": `x=${token("npm_", random)}` }, "secret-in-content .npmrc 1"],
  [
    "a token of a registry",
    { ".npmrc": `//registry.example.com/:_authToken=${random}\n` },
    "secret-in-content .npmrc 1",
  ],
  [
    "the address of a database",
    { "config.ini": `[db]\nurl = ${token("postgres://app:", "kV9-pQ2x@db.internal:5432/app")}\n` },
    "secret-in-content config.ini 2",
  ],
  [
    "a secret among bytes that are no UTF-8",
    {
      "a.txt": Buffer.concat([Buffer.from([0xff, 0xfe, 10]), Buffer.from(token("AKIA", "Q7ZP4LM2XW9TB6RN"))]),
    },
    "secret-in-content a.txt 2",
  ],
  [
    "a secret key of AWS in a client's options",
    { "a.js": `const s3 = { ${token("secretAccessKey: ", `"${random}${"Qx7T"}"`)} };\n` },
    "secret-in-content a.js 1",
  ],
  [
    "a secret in UTF-16, as a Windows shell writes it",
    {
      "a.txt": Buffer.concat([
        Buffer.from([0xff, 0xfe]),
        Buffer.from(`a\r\n${token("AKIA", "Q7ZP4LM2XW9TB6RN")}\r\n`, "utf16le"),
      ]),
    },
    "secret-in-content a.txt 2",
  ],
  ["a log", { "npm-debug.log": "x" }, "log-committed npm-debug.log"],
  ["a file of macOS", { "docs/.DS_Store": "x" }, "editor-file-committed docs/.DS_Store"],
  ["a file of an editor", { ".idea/workspace.xml": "x" }, "editor-file-committed .idea/workspace.xml"],
  ["a large file", { "film.bin": Buffer.alloc(5 * 1024 * 1024 + 1) }, "large-file film.bin"],
  [
    "an ignore file that keeps too little out",
    {
      "package.json": '{ "name": "a", "dependencies": { "b": "1.0.0" } }',
      "package-lock.json": JSON.stringify({
        lockfileVersion: 3,
        packages: { "": { dependencies: { b: "1.0.0" } }, "node_modules/b": { version: "1.0.0" } },
      }),
      ".gitignore": "node_modules/\n",
    },
    "ignore-file-lacks .gitignore",
  ],
];

it.each(faults)("finds %s, and nothing else", async (_name, files, finding) => {
  expect(await found({ "package.json": manifest }, files)).toEqual([finding]);
});

it("takes the folder of a configuration for the one that it lies in", async () => {
  const files = {
    ".gitignore": "/out/\n",
    "package.json": '{ "name": "a", "dependencies": { "b": "1.0.0" } }',
    "tsconfig.json": JSON.stringify({ compilerOptions: { outDir: ["$", "{configDir}/out"].join("") } }),
  };
  const { findings } = await guard(repositoryWith({}, files));
  expect(findings.find(({ rule }) => rule === "ignore-file-lacks")?.says).toBe(
    "It does not keep out node_modules/, .env.",
  );
});

it("names the lines that the ignore file lacks", async () => {
  const files = {
    "package.json": '{ "name": "a", "dependencies": { "lintel": "1.0.0" } }',
    "tsconfig.json": '{ // compiled\n "compilerOptions": { "outDir": "lib", } }',
  };
  const { findings } = await guard(repositoryWith({}, files));
  expect(findings.find(({ rule }) => rule === "ignore-file-lacks")?.says).toBe(
    "There is none, so nothing keeps out node_modules/, .env, .lintel/, lib/.",
  );
});

const clean: readonly (readonly [string, Files])[] = [
  [
    "a file named env.ts, and an example of an environment",
    { "src/env.ts": "export const a = 1;", ".env.example": "A=", "config/sample.env": "A=" },
  ],
  [
    "vendors, builds and targets that are subjects",
    {
      "src/vendor/price.ts": "export const a = 1;",
      "src/build/plan.ts": "export const a = 1;",
      "src/target/index.ts": "export const a = 1;",
      "src/coverage/plan.js": "export const a = 1;",
      "build/release.sh": "echo",
    },
  ],
  [
    "a certificate and public keys",
    {
      "ca.pem": `${begin("CERTIFICATE")}\n${keyBody}`,
      "id_rsa.pub": "ssh-rsa AAAA",
      "signing.key": `${begin("PUBLIC KEY")}\n${keyBody}`,
    },
  ],
  [
    "markers and shapes that hold no secret",
    {
      "src/keys.ts": `export const isKey = (text: string) => text.includes("${begin("PRIVATE KEY")}");\n`,
      "docs/keys.md": `${token("AKIAIOSFODNN7", "EXAMPLE")} ghp_${"x".repeat(36)} sk_test_${random}`,
      ".npmrc": ["//registry.example.com/:_authToken=$", "{NPM_TOKEN}\n"].join(""),
    },
  ],
  [
    "addresses with placeholders",
    {
      "README.md": [
        "postgres://user:password@localhost/app",
        "postgres://postgres:postgres@db:5432/app",
        ["postgres://app:$", "{PASSWORD}@db.internal/app"].join(""),
        "postgres://app:<password>@db.internal/app",
        token("postgres://app:", "hunter2hunter2@db.example.com/app"),
        "postgres://postgres:mysecretpassword@localhost:5432/app",
        "mongodb://app:rootpassword@mongo:27017",
        "postgres://app:super_secret@db:5432/app",
        "postgres://localhost/app",
        "https://user.name@host.internal",
      ].join("\n"),
    },
  ],
  ["settings that a team shares", { ".vscode/settings.json": "{}", ".vscode/extensions.json": "{}" }],
  ["a presentation that ends in .key", { "talk.key": Buffer.from("PK\u0003\u0004\0\0") }],
  [
    "names of other scripts, with spaces, quotes and newlines",
    {
      'docs/a "b" c.md': "x",
      "docs/日本語/読む.md": "x",
      "docs/a\nb'.md": "x",
      "docs/-rf.md": "x",
    },
  ],
  [
    "binary files, links and submodules",
    {
      "logo.png": Buffer.from([137, 80, 78, 71, 0, 1, 2]),
      "docs/link": { link: "../nowhere" },
      "modules/other": { submodule: true },
    },
  ],
];

it.each(clean)("finds nothing in %s", async (_name, files) => {
  expect(await found({ "package.json": manifest }, files)).toEqual([]);
});

it("asks nothing of a file that is deleted, and of one that was there before", async () => {
  expect(
    await found(
      { "package.json": manifest, ".env": "A=b", "a.txt": "1" },
      { ".env": undefined, "a.txt": "2" },
    ),
  ).toEqual([]);
});

it("lets pass what package.json allows with a reason, and tells of it", async () => {
  const allowing = (entry: object) => JSON.stringify({ name: "a", lintel: { guard: { allow: [entry] } } });
  const files = { "dist/index.js": "x", "dist/.env": "x" };
  const { findings, allowed } = await guard(
    repositoryWith(
      {},
      { "package.json": allowing({ path: "dist/**", reason: "it is an action" }), ...files },
    ),
  );
  expect(allowed).toMatchObject([
    { rule: "build-output-committed", file: "dist/.env", reason: "it is an action" },
  ]);
  expect(findings.map(({ rule }) => rule)).toEqual(["environment-committed"]);

  const without = await guard(
    repositoryWith({}, { "package.json": allowing({ path: "dist/**" }), ...files }),
  );
  expect(without.findings.map(({ rule }) => rule)).toEqual([
    "build-output-committed",
    "environment-committed",
    "allowance-invalid",
  ]);
});
