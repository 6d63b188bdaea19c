/**
 * The layers of the runtime, from the ground up. A folder may import what stands before it, never what stands
 * after it. The order is the one line that everything follows: what is (blueprint), what this request may do
 * (plan), it happened (postgres), everyone is told (http). See ARCHITECTURE.md.
 */
const layers = [
  "errors.ts",
  "facts.ts",
  "blueprint",
  "plan",
  "postgres",
  "log",
  "operations",
  "identity",
  "guards",
  "operate",
  "feeds",
  "http",
  "serve",
  "client",
  "testing",
];

const runtime = "^packages/runtime/src/";
const tests = "\\.test(-d)?\\.ts$";
const path = (layer) =>
  layer.endsWith(".ts") ? `${runtime}${layer.replace(".", "\\.")}$` : `${runtime}${layer}/`;

/** One rule a layer: it imports nothing that stands below it. */
const upward = layers.slice(0, -1).map((layer, position) => ({
  name: `${layer.replace(".ts", "")}-imports-upward-only`,
  severity: "error",
  comment:
    `${layer} stands before ${layers.slice(position + 1).join(", ")} in the line that data takes. ` +
    "An import the other way makes a circle of responsibilities: move what both need up, or pass it in as a value.",
  from: { path: path(layer), pathNot: tests },
  to: { path: layers.slice(position + 1).map(path) },
}));

const architect = "^packages/architect/src/";

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    {
      name: "no-circle",
      severity: "error",
      comment: "Two files that need each other are one idea cut in the wrong place: cut elsewhere.",
      from: {},
      to: { circular: true },
    },
    ...upward,
    {
      name: "index-imports-what-is-written-with-it",
      severity: "error",
      comment:
        "index.ts is what a blueprint is written with; a blueprint needs no server and no driver to be read.",
      from: { path: `${runtime}index\\.ts$` },
      to: { path: `${runtime}(postgres|log|operations|guards|feeds|http|operate|serve|client|testing)/` },
    },
    {
      name: "blueprint-and-plan-are-pure",
      severity: "error",
      comment: "A blueprint and a plan are values and pure functions: no file, no socket, no database.",
      from: { path: `${runtime}(blueprint|plan)/`, pathNot: tests },
      to: {
        path: "^(node:)?(fs|fs/promises|net|http|https|child_process|dns|tls)$",
        dependencyTypes: ["core"],
      },
    },
    {
      name: "one-importer-of-the-driver",
      severity: "error",
      comment: "Only postgres/ (and the test kit) knows the driver; all others say what they want as a plan.",
      from: { path: runtime, pathNot: [`${runtime}(postgres|testing)/`, tests] },
      to: { path: "(^|node_modules/)(@types/)?(pg|pg-copy-streams)(/|$)" },
    },
    {
      name: "folder-has-one-public-file",
      severity: "error",
      comment: "A folder is entered by its index.ts; what lies behind is its own affair and may change.",
      from: { path: `${runtime}([^/]+)/`, pathNot: tests },
      to: {
        path: `${runtime}[^/]+/.+`,
        pathNot: [
          `${runtime}$1/`,
          `${runtime}[^/]+/index\\.ts$`,
          `${runtime}(postgres|log|guards|http)/[^/]+/index\\.ts$`,
        ],
      },
    },
    {
      name: "runtime-knows-no-tool",
      severity: "error",
      comment: "Production installs the runtime alone: it must not need the command line or an example.",
      from: { path: runtime },
      to: { path: "^(packages/architect|examples|bench)/" },
    },
    {
      name: "brief-is-pure",
      severity: "error",
      comment:
        "What is asked and what follows from answers are values and pure functions, the same for a terminal, a file and an agent; only brief/store reads and writes.",
      from: { path: `${architect}brief/`, pathNot: [`${architect}brief/store/`, tests] },
      to: {
        path: "^(node:)?(fs|fs/promises|net|http|https|child_process|readline|readline/promises|tty|process)$",
        dependencyTypes: ["core"],
      },
    },
    {
      name: "brief-knows-no-way-in",
      severity: "error",
      comment:
        "Who asks (a terminal, an agent, a check before a commit) goes through the brief, and not the other way.",
      from: { path: `${architect}brief/`, pathNot: tests },
      to: { path: `${architect}(cli|gate|practice|agent|development|image|seed)/` },
    },
    {
      name: "design-is-pure",
      severity: "error",
      comment:
        "What is decided, worked out, drafted and rendered are values and pure functions of the brief and the blueprint; only design/store reads and writes.",
      from: { path: `${architect}design/`, pathNot: [`${architect}design/store/`, tests] },
      to: {
        path: "^(node:)?(fs|fs/promises|net|http|https|child_process|readline|readline/promises|tty|process)$",
        dependencyTypes: ["core"],
      },
    },
    {
      name: "memory-is-pure",
      severity: "error",
      comment:
        "Patterns, what is remembered and what is recalled are values and pure functions; only memory/store reads and writes.",
      from: { path: `${architect}memory/`, pathNot: [`${architect}memory/store/`, tests] },
      to: {
        path: "^(node:)?(fs|fs/promises|net|http|https|child_process|readline|readline/promises|tty|process)$",
        dependencyTypes: ["core"],
      },
    },
    {
      name: "design-knows-no-way-in",
      severity: "error",
      comment: "Who designs (a terminal, an agent, a check) goes through the design, and not the other way.",
      from: { path: `${architect}(design|memory)/`, pathNot: tests },
      to: { path: `${architect}(cli|gate|practice|agent|development|image|seed)/` },
    },
    {
      name: "command-line-is-on-top",
      severity: "error",
      comment:
        "A verb calls what does the work; what another folder needs of a verb belongs into a folder of its own.",
      from: { path: architect, pathNot: [`${architect}cli/`, tests] },
      to: { path: `${architect}cli/` },
    },
    {
      name: "packages-know-no-example",
      severity: "error",
      comment: "examples/ shows how Lintel is used; nothing in the packages knows about it.",
      from: { path: "^packages/" },
      to: { path: "^(examples|bench)/" },
    },
    {
      name: "resolvable",
      severity: "error",
      comment: "The import leads nowhere: the file was moved, or the dependency is not declared.",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    parser: "swc",
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    doNotFollow: { path: "node_modules" },
    exclude: { path: ["(^|/)dist/", "\\.lintel/", "^examples/[^/]+/pages/"] },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "types", "default"] },
  },
};
