import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findingsOf, type Finding } from './finding.ts';

/** The Node that runs this against the one that the project asks for. */
export function checkNode(version = process.versions.node): Finding {
  const { ok, todo } = findingsOf('Node');
  const least = leastVersion();
  if (isAtLeast(version, least)) return ok(`Node ${version} (at least ${least} is needed)`);
  return todo(
    `Node ${version} is older than ${least}`,
    'Start Noria with npm start or npx noria: it brings its own Node.',
  );
}

function leastVersion(): string {
  const path = join(import.meta.dirname, '..', '..', '..', 'package.json');
  const { engines } = JSON.parse(readFileSync(path, 'utf8')) as { engines: { node: string } };
  return engines.node.replace('>=', '');
}

function isAtLeast(version: string, least: string): boolean {
  const [have, want] = [version, least].map((text) => text.split('.').map(Number));
  for (const [index, wanted] of (want ?? []).entries()) {
    const part = have?.[index] ?? 0;
    if (part !== wanted) return part > wanted;
  }
  return true;
}
