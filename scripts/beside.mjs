/**
 * Runs scripts of package.json beside each other, each given by its name, and shows what each says when it has ended.
 * Ends with 1 where one of them failed.
 */
import { execFile } from "node:child_process";

const codes = process.argv.slice(2).map(
  (name) =>
    new Promise((resolve) => {
      execFile("npm", ["run", "--silent", name], { maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
        process.stdout.write(stdout);
        process.stderr.write(stderr);
        if (error) process.stderr.write(`npm run ${name} failed\n`);
        resolve(error ? 1 : 0);
      });
    }),
);
process.exitCode = Math.max(...(await Promise.all(codes)));
