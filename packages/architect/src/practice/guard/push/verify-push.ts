import { ToolError } from "../../../tool-error.js";
import { ask, git, repositoryOf, runGit } from "../git/index.js";

/** What is wrong between a branch here and on its remote. */
export interface PushFinding {
  readonly rule:
    | "no-branch"
    | "no-upstream"
    | "remote-branch-missing"
    | "ahead"
    | "behind"
    | "remote-differs";
  readonly says: string;
  readonly remedy: string;
}

/** Whether what was pushed is where it was pushed to. */
export interface PushReport {
  readonly branch: string | undefined;
  readonly remote: string | undefined;
  /** Of the branch here, and of the branch there as the remote itself says. */
  readonly commit: string | undefined;
  readonly remoteCommit: string | undefined;
  readonly findings: readonly PushFinding[];
}

const REMOTE_TIMEOUT_MS = 30_000;

/**
 * Asks the remote itself which commit its branch is at, and compares: the branch tracks a remote, the remote's branch is there, neither side is
 * ahead, and the remote has the very commit.
 *
 * @throws ToolError REMOTE_UNKNOWN, REMOTE_UNREACHABLE, GIT_MISSING, GIT_FAILED, NOT_A_REPOSITORY
 */
export function verifyPush(from: string, givenRemote?: string, givenBranch?: string): PushReport {
  const directory = repositoryOf(from);
  // Not the short name: where a tag is called so too, that is no name of a branch.
  const branch =
    givenBranch ?? ask(directory, ["symbolic-ref", "--quiet", "HEAD"])?.replace(/^refs\/heads\//, "");
  const commit =
    branch === undefined
      ? undefined
      : ask(directory, [
          "rev-parse",
          "--verify",
          "--quiet",
          "--end-of-options",
          `refs/heads/${branch}^{commit}`,
        ]);
  if (branch === undefined || commit === undefined)
    return {
      branch,
      remote: givenRemote,
      commit,
      remoteCommit: undefined,
      findings: [
        {
          rule: "no-branch",
          says:
            branch === undefined
              ? "No branch is checked out: a commit is, by itself."
              : `There is no branch "${branch}" here.`,
          remedy: "Check out the branch that was pushed, or name it: lintel guard push origin main",
        },
      ],
    };
  const tracked = trackedBy(directory, branch);
  const remote = givenRemote ?? tracked?.remote;
  const upstream: PushFinding[] =
    tracked && (givenRemote === undefined || tracked.remote === givenRemote)
      ? []
      : [
          {
            rule: "no-upstream",
            says: `The branch "${branch}" tracks no branch of ${givenRemote === undefined ? "a remote" : `"${givenRemote}"`}.`,
            remedy: `Push it once with: git push --set-upstream ${givenRemote ?? "origin"} ${branch}`,
          },
        ];
  if (remote === undefined) return { branch, remote, commit, remoteCommit: undefined, findings: upstream };
  const there = tracked?.remote === remote ? tracked.branch : branch;
  const found = commitsAt(directory, remote, there);
  // Of several places that a remote pushes to, the one that differs is told of.
  const differing = found.findIndex((one) => one !== commit);
  const remoteCommit = differing < 0 ? commit : found[differing];
  const findings =
    remoteCommit === undefined
      ? [
          {
            rule: "remote-branch-missing" as const,
            says: `"${remote}" has no branch "${there}".`,
            remedy: `Push it: git push --set-upstream ${remote} ${branch}`,
          },
        ]
      : differences(directory, { branch, there, remote, commit, remoteCommit });
  return { branch, remote, commit, remoteCommit, findings: [...upstream, ...findings] };
}

function trackedBy(
  directory: string,
  branch: string,
): { readonly remote: string; readonly branch: string } | undefined {
  const said = ask(directory, [
    "for-each-ref",
    "--format=%(refname)%09%(upstream:remotename)%09%(upstream:remoteref)",
    `refs/heads/${branch}`,
  ]);
  const line = said?.split("\n").find((one) => one.startsWith(`refs/heads/${branch}\t`));
  const [, remote = "", ref = ""] = line?.split("\t") ?? [];
  return remote === "" || remote === "." || !ref.startsWith("refs/heads/")
    ? undefined
    : { remote, branch: ref.slice("refs/heads/".length) };
}

/** What the remote says wherever it pushes to, over its own connection, and not what was remembered of it. */
function commitsAt(directory: string, remote: string, branch: string): readonly (string | undefined)[] {
  const names = git(directory, ["remote"]).toString("utf8").split("\n");
  if (!names.includes(remote)) {
    throw new ToolError(
      "REMOTE_UNKNOWN",
      `"${remote}" is no remote of this repository: ${names.filter((name) => name !== "").join(", ") || "it has none"}.`,
      "Name one of them, or add it: git remote add origin <url>",
      { exitCode: 2 },
    );
  }
  const fetched = ask(directory, ["remote", "get-url", "--", remote]);
  const urls = ask(directory, ["remote", "get-url", "--push", "--all", "--", remote])?.split("\n") ?? [
    remote,
  ];
  return urls.map((url) => commitAt(directory, remote, url === fetched ? remote : url, branch));
}

function commitAt(directory: string, remote: string, place: string, branch: string): string | undefined {
  const asked = runGit(directory, ["ls-remote", "--", place, `refs/heads/${branch}`], {
    timeout: REMOTE_TIMEOUT_MS,
  });
  if (asked.status !== 0) {
    throw new ToolError(
      "REMOTE_UNREACHABLE",
      `"${remote}" could not be asked, so nothing is known of what it has: ${asked.timedOut ? `no answer within ${REMOTE_TIMEOUT_MS / 1_000} seconds` : lastLine(asked.stderr)}`,
      `See that you are online and may read it: git ls-remote ${remote}`,
    );
  }
  const line = asked.stdout
    .toString("utf8")
    .split("\n")
    .find((one) => one.endsWith(`\trefs/heads/${branch}`));
  return line?.split("\t")[0];
}

function lastLine(text: string): string {
  // An address may hold a password.
  const line =
    text.split("\n").find((one) => /^(?:fatal|error|ssh)/.test(one)) ?? text.split("\n").at(-1) ?? "";
  return line.replace(/\/\/[^/@\s]*@/g, "//");
}

interface Compared {
  readonly branch: string;
  readonly there: string;
  readonly remote: string;
  readonly commit: string;
  readonly remoteCommit: string;
}

function differences(
  directory: string,
  { branch, there, remote, commit, remoteCommit }: Compared,
): readonly PushFinding[] {
  if (commit === remoteCommit) return [];
  const short = `${commit.slice(0, 12)} here, ${remoteCommit.slice(0, 12)} there`;
  const counts = ask(directory, ["rev-list", "--left-right", "--count", `${commit}...${remoteCommit}`, "--"]);
  if (counts === undefined)
    return [
      {
        rule: "remote-differs",
        says: `"${there}" of "${remote}" is at a commit that is not here (${short}).`,
        remedy: `Fetch it, and join the two: git pull --rebase ${remote} ${there}`,
      },
    ];
  const [ahead = 0, behind = 0] = counts.split("\t").map(Number);
  return [
    ...(ahead > 0
      ? [
          {
            rule: "ahead" as const,
            says: `"${branch}" has ${ahead} that "${remote}" does not have (${short}): commits were not pushed.`,
            remedy: `Push them: git push ${remote} ${branch}:${there}`,
          },
        ]
      : []),
    ...(behind > 0
      ? [
          {
            rule: "behind" as const,
            says: `"${there}" of "${remote}" has ${behind} that are not here (${short}).`,
            remedy: `Fetch them, and join the two: git pull --rebase ${remote} ${there}`,
          },
        ]
      : []),
  ];
}
