import { authenticationUndecided } from "./authentication/authentication-undecided.js";
import { buildOutputCommitted } from "./clean/build-output-committed.js";
import { dependencyCommitted } from "./clean/dependency-committed.js";
import { editorFileCommitted } from "./clean/editor-file-committed.js";
import { environmentCommitted } from "./clean/environment-committed.js";
import { ignoreFileLacks } from "./clean/ignore-file-lacks.js";
import { keyCommitted } from "./clean/key-committed.js";
import { largeFile } from "./clean/large-file.js";
import { logCommitted } from "./clean/log-committed.js";
import { secretInContent } from "./clean/secret-in-content.js";
import { importOfDevelopment } from "./manifest/import-of-development.js";
import { importUndeclared } from "./manifest/import-undeclared.js";
import { importUnresolved } from "./manifest/import-unresolved.js";
import { lockFileDiffers } from "./manifest/lock-file-differs.js";
import { lockFileMissing } from "./manifest/lock-file-missing.js";
import { manifestEmpty } from "./manifest/manifest-empty.js";
import { manifestInvalid } from "./manifest/manifest-invalid.js";
import { manifestMissing } from "./manifest/manifest-missing.js";
import type { Rule } from "./rule.js";
import { featureWithoutRedTest } from "./test-first/feature-without-red-test.js";

import { testAssertsNothing } from "./test-first/test-asserts-nothing.js";
import { testImportsNothingReal } from "./test-first/test-imports-nothing-real.js";
import { testMocksSubject } from "./test-first/test-mocks-subject.js";
import { testSkipped } from "./test-first/test-skipped.js";

import { commentedOutCode } from "./tidy/commented-out-code.js";
import { consoleOutput } from "./tidy/console-output.js";
import { functionTwice } from "./tidy/function-twice.js";
import { heap } from "./tidy/heap.js";
import { todo } from "./tidy/todo.js";

/** Everything that is looked for, in the order in which it is told: the reference has the same list. */
export const rules: readonly Rule[] = [
  dependencyCommitted,
  buildOutputCommitted,
  environmentCommitted,
  keyCommitted,
  secretInContent,
  logCommitted,
  editorFileCommitted,
  largeFile,
  ignoreFileLacks,
  manifestMissing,
  manifestInvalid,
  manifestEmpty,
  lockFileMissing,
  lockFileDiffers,
  importUnresolved,
  importUndeclared,
  importOfDevelopment,
  authenticationUndecided,
  featureWithoutRedTest,
  testMocksSubject,
  testImportsNothingReal,
  testAssertsNothing,
  testSkipped,
  commentedOutCode,
  todo,
  consoleOutput,
  functionTwice,
  heap,
];
