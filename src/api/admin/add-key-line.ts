import type { KeyLine } from '../../keyring/key-lines.ts';
import { forgetKeyless } from '../../keyring/provider-settings.ts';
import {
  recogniseKey,
  type KeyLore,
  type Recognised,
  type Surroundings,
} from '../../keyring/recognise-key.ts';
import { NoriaError } from '../../shared/errors.ts';
import { maskKey } from '../../shared/mask.ts';
import type { ApiContext } from '../api-context.ts';
import type { BulkLineView } from '../views/key-view.ts';
import { presentKey } from './present-key.ts';

export interface KeyLineAdding {
  readonly context: ApiContext;
  readonly lore: KeyLore;
  readonly around: Surroundings;
  /** Only says what would happen. */
  readonly isTrial: boolean;
  /** Keys of the text that a trial would have added. */
  readonly seen: Set<string>;
}

type Outcome = Pick<BulkLineView, 'result'> & Partial<BulkLineView>;
type Owned = Extract<Recognised, { kind: 'one' }>;

/** Adds the key of one line; what is wrong with it is an answer, not an error. */
export async function addKeyLine(adding: KeyLineAdding, line: KeyLine): Promise<BulkLineView> {
  const recognised = recogniseKey(adding.lore, line, adding.around);
  const masked = maskKey(recognised.kind === 'one' ? recognised.secret : line.secret);
  const outcome = await outcomeOf(adding, recognised);
  return { line: line.line, masked, provider: null, candidates: [], message: null, key: null, ...outcome };
}

async function outcomeOf(adding: KeyLineAdding, recognised: Recognised): Promise<Outcome> {
  switch (recognised.kind) {
    case 'ask':
      return { result: 'ask', candidates: recognised.candidates };
    case 'nobody':
      return { result: 'refused', message: recognised.message };
    case 'one':
      return add(adding, recognised);
    default:
      return recognised satisfies never;
  }
}

async function add(adding: KeyLineAdding, { provider, secret, label }: Owned): Promise<Outcome> {
  const { context } = adding;
  const { keyring, clock, log } = context;
  try {
    if (adding.isTrial) return tried(adding, { provider, secret });
    const key = await keyring.add({ provider, secret, label });
    forgetKeyless(context.pool, provider);
    return { result: 'added', provider, key: presentKey(context, key, clock.now()) };
  } catch (error) {
    const known = keyring.find({ provider, secret });
    if (known !== null)
      return { result: 'duplicate', provider, key: presentKey(context, known, clock.now()) };
    if (!(error instanceof NoriaError))
      log.error({ err: error, provider }, 'a pasted key could not be stored');
    const message = error instanceof NoriaError ? error.message : 'It could not be stored: the log says why';
    return { result: 'refused', provider, message };
  }
}

/** @throws NoriaError what adding it would throw */
function tried({ context, seen }: KeyLineAdding, key: { provider: string; secret: string }): Outcome {
  context.keyring.check(key);
  const id = `${key.provider}\n${key.secret}`;
  if (seen.has(id)) return { result: 'duplicate', provider: key.provider };
  seen.add(id);
  return { result: 'added', provider: key.provider };
}
