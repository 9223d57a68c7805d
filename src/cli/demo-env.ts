import type { Env } from '../config/env.ts';
import { settings } from '../config/settings.ts';

/** What the owner may say to a demonstration as well: where and how it runs, never with what. */
const kept: ReadonlySet<string> = new Set([
  ...[settings.host, settings.port, settings.adminToken, settings.logLevel, settings.logFormat].map(
    ({ name }) => name,
  ),
  ...[settings.deadlineMs, settings.maxWaitMs, settings.connectMs, settings.firstTokenMs].map(
    ({ name }) => name,
  ),
  ...[settings.silenceMs, settings.bodyLimitMb].map(({ name }) => name),
  'TERM',
  'NO_COLOR',
]);

/** Real keys and addresses stay out of a demonstration, those of `.env` too: only what is known to be harmless goes in. */
export function demoEnv({ values }: Env): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => kept.has(name)));
}
