import type { Provider, Window, WindowLength } from '../catalog/types.ts';
import type { ConfiguredWindows } from './types.ts';

/**
 * The kind of a window that is configured or learned: what noria.yaml says, else the catalog, else rolling, which
 * gives back latest and so never oversteps a limit of another kind.
 */
export function windowFor(
  length: WindowLength,
  configured: ConfiguredWindows,
  provider: Provider | undefined,
): Window {
  return configured[length] ?? provider?.quota.windows[length] ?? { kind: 'rolling', length };
}
