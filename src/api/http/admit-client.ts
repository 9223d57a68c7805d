import type { Client } from '../../keyring/access.ts';
import { NoriaError } from '../../shared/errors.ts';
import type { ChatContext } from '../api-context.ts';
import type { ClientApp } from './client-apps.ts';

/**
 * What a client key allows, looked at before a byte of the body is read. A route without an app is open to every client
 * and uses nothing of its limits. Nothing is taken here: that is the relay's, which also knows how much.
 * @throws NoriaError forbidden, pool_exhausted
 */
export function admitClient(
  { relay, clock }: Pick<ChatContext, 'relay' | 'clock'>,
  { id, apps, limits }: Client,
  app: ClientApp | undefined,
): void {
  if (app === undefined) return;
  if (apps !== null && !apps.includes(app))
    throw new NoriaError('forbidden', `This client key may not use ${app}; it may use: ${apps.join(', ')}.`);
  if (limits.length > 0) relay.shares.check(id, clock.now());
}
