import { writeFileSync } from 'node:fs';
import process from 'node:process';

/** Vitest reporter that writes `{ passed, failed, skipped }` to the file named in NORIA_TEST_COUNTS. */
export default class CountReporter {
  onTestRunEnd(testModules, unhandledErrors) {
    const file = process.env.NORIA_TEST_COUNTS;
    if (file) writeFileSync(file, JSON.stringify(countTests(testModules, unhandledErrors)));
  }
}

/** A test that was left without a result counts as failed, and so does each error outside of a test. */
function countTests(testModules, unhandledErrors) {
  const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
  for (const testModule of testModules) {
    counts.failed += testModule.errors().length;
    for (const suite of testModule.children.allSuites()) counts.failed += suite.errors().length;
    for (const test of testModule.children.allTests()) {
      const { state } = test.result();
      counts[state === 'pending' ? 'failed' : state] += 1;
    }
  }
  return counts;
}
