/**
 * The closing line of a test run and its exit code: non-zero on any failure, on no test at all,
 * and when the runner died (`counts` undefined, or `runnerCode` non-zero without a counted failure).
 */
export function describeCounts(counts, runnerCode) {
  const { passed, failed, skipped } = counts ?? { passed: 0, failed: 0, skipped: 0 };
  const unexplained = runnerCode !== 0 && failed === 0 ? 1 : 0;
  const line = `${passed} passed, ${failed + unexplained} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
  const isGood = counts !== undefined && passed > 0 && failed + unexplained === 0;
  return { line, exitCode: isGood ? 0 : runnerCode || 1 };
}
