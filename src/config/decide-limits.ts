import type { Provider, TokenSide, Unit, Window, WindowLength } from '../catalog/types.ts';
import type { FileLimits, FileWindows } from './file-schema.ts';
import type { ConfiguredLimit, ConfiguredWindows } from './types.ts';
import { windowFor } from './window-for.ts';

const LENGTHS: readonly WindowLength[] = ['second', 'minute', 'hour', 'day', 'month'];
const TIMED: readonly {
  readonly name: Exclude<keyof FileLimits, 'concurrent'>;
  readonly unit: Unit;
  readonly side?: TokenSide;
}[] = [
  { name: 'requests', unit: 'requests' },
  { name: 'tokens', unit: 'tokens' },
  { name: 'input_tokens', unit: 'tokens', side: 'input' },
  { name: 'output_tokens', unit: 'tokens', side: 'output' },
  { name: 'usd', unit: 'usd' },
  { name: 'seconds', unit: 'seconds' },
  { name: 'neurons', unit: 'neurons' },
];

/** Windows of noria.yaml; a fixed one without a zone keeps the provider's, else UTC. */
export function decideWindows(
  windows: FileWindows | undefined,
  provider: Provider | undefined,
): ConfiguredWindows {
  const decided: Partial<Record<WindowLength, Window>> = {};
  for (const length of LENGTHS) {
    const written = windows?.[length];
    if (written === undefined) continue;
    const { kind, zone } = written;
    decided[length] =
      kind === 'fixed' ? { kind, length, zone: zone ?? zoneOf(provider, length) } : { kind, length };
  }
  return decided;
}

/** Limits of noria.yaml as the engine counts them. undefined stays null: the catalog's hold. */
export function decideLimits(
  limits: FileLimits | undefined,
  windows: ConfiguredWindows,
  provider: Provider | undefined,
): readonly ConfiguredLimit[] | null {
  if (limits === undefined) return null;
  const decided: ConfiguredLimit[] = [];
  for (const { name, unit, side } of TIMED) {
    for (const length of LENGTHS) {
      const amount = limits[name]?.[length];
      if (amount === undefined) continue;
      decided.push({ unit, ...(side && { side }), window: windowFor(length, windows, provider), amount });
    }
  }
  if (limits.concurrent !== undefined) {
    decided.push({ unit: 'concurrent', window: { kind: 'in_flight' }, amount: limits.concurrent });
  }
  return decided;
}

function zoneOf(provider: Provider | undefined, length: WindowLength): string {
  const window = provider?.quota.windows[length];
  return window?.kind === 'fixed' ? window.zone : 'UTC';
}
