import { readFileSync, writeFileSync } from 'node:fs';
import { inProject } from '../harness/in-project.ts';
import { parseMemoryOptions } from '../memory/options.ts';
import { runMemory } from '../memory/memory.ts';
import { optionsFrom, roundFlags } from '../overhead/options.ts';
import { runOverhead } from '../overhead/overhead.ts';
import { RegistryError } from '../peers/install-peer.ts';
import { runPeers, type PeersReport } from '../peers/peers.ts';
import { readFlags, UsageError } from '../usage.ts';
import { withBetweenMarks } from './marks.ts';
import { renderPage } from './render-page.ts';

const skippable = ['peers', 'memory'] as const;
type Skippable = (typeof skippable)[number];

/** Measures everything and writes it between the marks of the page. */
export async function makeTable(args: string[]): Promise<void> {
  const { only: _only, ...flags } = roundFlags;
  const { skip, into, ...values } = readFlags(args, {
    ...flags,
    skip: { type: 'string', default: '' },
    into: { type: 'string', default: inProject('docs/performance.md') },
  });
  const options = optionsFrom(values);
  const skipped = new Set(skip.split(',').filter(Boolean).map(toSkippable));
  // A page without marks is told before an hour is spent.
  withBetweenMarks(readFileSync(into, 'utf8'), '');

  const overhead = await runOverhead(options);
  const peers = skipped.has('peers') ? null : await reachablePeers(options);
  const memory = skipped.has('memory') ? null : await runMemory(parseMemoryOptions([]));
  const results = [...overhead.results, ...overhead.own, ...(peers?.results ?? [])];
  const voids = results.filter(({ summaries }) => summaries.some(({ rounds }) => rounds === 0));
  if (voids.length > 0) {
    console.error(
      `\n${into} stays as it is: no whole round in ${voids.map(({ title }) => title).join('; ')}`,
    );
    process.exitCode = 1;
    return;
  }
  writeFileSync(into, withBetweenMarks(readFileSync(into, 'utf8'), renderPage({ overhead, peers, memory })));
  console.log(`\nwritten into ${into}`);
}

/** Without the registry the rest of the table is made all the same. */
async function reachablePeers(options: Parameters<typeof runPeers>[0]): Promise<PeersReport | null> {
  console.log('\nOther gateways');
  try {
    return await runPeers(options);
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    console.error(`${error.message}: the table has no other gateways`);
    return null;
  }
}

function toSkippable(text: string): Skippable {
  const name = skippable.find((known) => known === text.trim());
  if (name === undefined) throw new UsageError(`--skip names "${text}"; allowed: ${skippable.join(', ')}`);
  return name;
}
