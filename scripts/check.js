// What a tool can check, in seconds: format, lint, types, unused code, import direction. Every check runs; one failure fails all.
import { spawnSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { installMissing } from './install-missing.js';
import { root } from './root.js';
import { projectEnv } from './run-child.js';

const checks = [
  { name: 'format', command: 'oxfmt --check .', help: 'npm run format' },
  { name: 'lint', command: 'oxlint --deny-warnings' },
  { name: 'types', command: 'tsc -p .' },
  { name: 'types of the app', command: 'tsc -p web && tsc -p tests/web' },
  { name: 'words', command: 'node scripts/check-words.js' },
  { name: 'unused', command: 'knip --no-progress' },
  { name: 'import direction', command: 'node scripts/check-imports.js' },
];

installMissing();
const failures = checks.filter((check) => !passes(check));
if (failures.length > 0) console.log(`\ncheck failed: ${failures.map(({ name }) => name).join(', ')}`);
process.exitCode = failures.length > 0 ? 1 : 0;

function passes({ name, command, help }) {
  const startedAt = performance.now();
  const { status, stdout, stderr } = spawnSync(command, {
    cwd: root,
    env: projectEnv(),
    encoding: 'utf8',
    shell: true,
    maxBuffer: 64 * 1024 * 1024,
  });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name.padEnd(18)} ${seconds.padStart(5)} s`);
  if (status === 0) return true;
  console.log(`${stdout}${stderr}`.trimEnd());
  if (help) console.log(`→ ${help}`);
  return false;
}
