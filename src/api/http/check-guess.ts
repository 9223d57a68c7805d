import type { IncomingMessage } from 'node:http';
import { NoriaError } from '../../shared/errors.ts';
import type { ApiContext } from '../api-context.ts';
import { addressOf } from './address-of.ts';
import { credentialsIn, identify } from './identify.ts';

/** Client keys of our making have 192 random bits: who sends an old one is mistaken, and no guesser. */
const clientKeyPrefix = 'sk-noria-';

/**
 * Whoever sends what is no client key tries the administrator's token, whichever route it is: right and wrong ones are
 * refused alike from an address that has guessed too often. @throws NoriaError too_many_tries
 */
export async function checkGuess({ access, wrongTries }: ApiContext, raw: IncomingMessage): Promise<void> {
  const tried = credentialsIn(raw.headers).filter((one) => !one.startsWith(clientKeyPrefix));
  if (tried.length === 0) return;
  const address = addressOf(raw);
  const waitMs = await wrongTries.waitMs(address);
  if (waitMs > 0) throw tooManyTries(waitMs);
  if (identify(raw.headers, access) === 'nobody') await wrongTries.note(address, tried.join(' '));
}

export function tooManyTries(waitMs: number): NoriaError {
  return new NoriaError('too_many_tries', 'Too many wrong tokens came from this address; try again later.', {
    retryAfterMs: waitMs,
  });
}
