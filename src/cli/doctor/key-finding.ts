import type { Provider } from '../../catalog/types.ts';
import type { KeyTestResult } from '../../relay/upkeep/key-test.ts';
import { findingsOf, type Finding } from './finding.ts';

/** One key as it was tested. */
export interface TestedKey {
  readonly provider: string;
  /** null = a provider that needs none. */
  readonly masked: string | null;
  readonly label: string | null;
  /** Where it stands: `GROQ_API_KEY1`, `noria.yaml`, or null for one that was added while Noria ran. */
  readonly place: string | null;
  readonly result: KeyTestResult;
}

const { ok, note, todo } = findingsOf('Keys and providers');

/** @param def the provider in the catalog; undefined = the owner's own */
export function keyFinding(key: TestedKey, def: Provider | undefined): Finding {
  const { result } = key;
  const name = nameOf(key, def);
  if (result.error === undefined) {
    const models = result.models.length === 0 ? '' : `, ${result.models.length} models`;
    return ok(`${name}: works, ${result.latency_ms} ms${models}`);
  }
  const { cause, message } = result.error;
  const said = message === '' ? '' : `: ${message}`;
  switch (cause) {
    case 'wrong_key':
      return todo(
        `${name}: refused${said}`,
        `Make a new one${def === undefined ? '' : ` at ${def.key.url}`} and ${replaceIt(key)}.`,
      );
    case 'no_quota':
      return note(`${name}: good, with nothing left for now${said}`);
    case 'network':
      return todo(
        `${name}: no answer${said}`,
        'Check the network, a proxy, and the address of the provider.',
      );
    case 'region':
      return todo(
        `${name}: not served here${said}`,
        'The provider does not serve this country: take the key out.',
      );
    case 'model_unknown':
      return todo(
        `${name}: good, but without the models${said}`,
        'Name models that it has, in noria.yaml or in the settings page.',
      );
    case 'unclear':
      return todo(`${name}: unclear answer${said}`, 'Ask again later; look at the provider’s status page.');
  }
}

function nameOf({ provider, masked, label, place }: TestedKey, def: Provider | undefined): string {
  const details = [label, place].filter((detail) => detail !== null);
  const shown = masked === null ? '' : ` ${masked}`;
  return `${def?.name ?? provider}${shown}${details.length === 0 ? '' : ` (${details.join(', ')})`}`;
}

function replaceIt({ place }: TestedKey): string {
  return place === null ? 'replace it in the settings page' : `replace ${place}`;
}
