import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { loadCatalog } from '../../catalog/load-catalog.ts';
import type { EnvSources } from '../../config/env.ts';
import { loadConfig } from '../../config/load-config.ts';
import { settings } from '../../config/settings.ts';
import type { ServerConfig } from '../../config/types.ts';
import { newAdminToken } from '../../keyring/admin-token.ts';
import { StoreError } from '../../store/store-error.ts';
import { explain } from '../explain.ts';
import { isHeld } from '../is-held.ts';
import { ownAddress } from '../own-address.ts';
import { signInLink } from '../sign-in-link.ts';
import type { CommandOutcome } from '../simulate.ts';
import { UsageError } from '../usage-error.ts';
import { replaceToken, wasGivenToken } from './replace-token.ts';

/** `noria reset-admin`: for those who have lost the administrator's token. Asks nothing. */
export async function resetAdmin(
  args: string[],
  sources: EnvSources = {},
  input: NodeJS.ReadableStream = process.stdin,
): Promise<CommandOutcome> {
  try {
    const given = isGiven(args) ? await readToken(input) : null;
    const { server } = loadConfig((await loadCatalog()).providers, sources);
    return reset(server, given);
  } catch (error) {
    if (error instanceof UsageError)
      return {
        exitCode: 2,
        output: '',
        errors: `noria reset-admin: ${error.message}\n(noria reset-admin --help)\n`,
      };
    return failed(explain(error));
  }
}

function reset(server: ServerConfig, given: string | null): CommandOutcome {
  const { dataFolder } = server;
  if (server.adminToken !== null)
    return failed(
      'The administrator’s token stands in NORIA_ADMIN_TOKEN, of the environment or of .env, and holds before any other.\n' +
        'Put a new one there, or take it out and run this again; then start Noria again. All sign-ins end with that.',
    );
  const path = join(dataFolder, 'noria.sqlite');
  if (!isThere(path))
    return failed(
      `There is no Noria in ${dataFolder} yet: its first start makes the token and prints the link.\n` +
        'If yours keeps its data elsewhere, set NORIA_DATA to that folder.',
    );
  const isRunning = isHeld(dataFolder);
  if (isRunning && wasGivenToken(path))
    return failed(
      `The Noria that runs on ${dataFolder} was given its token in NORIA_ADMIN_TOKEN, which this command does not see.\n` +
        'Change it where that Noria is started (its service, its container, its .env), and start it again.',
    );
  const token = given ?? newAdminToken();
  replaceToken(path, token);
  return {
    exitCode: 0,
    output: `${told(ownAddress(server), token, { given, isRunning }).join('\n')}\n`,
    errors: '',
  };
}

/** @throws StoreError when this user may not know: nothing there would be the wrong answer. */
function isThere(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (cause) {
    const { code = 'unknown' } = cause as NodeJS.ErrnoException;
    const closed = `The data folder ${dirname(path)} cannot be looked into (${code}): run this as the user that Noria runs as.`;
    throw new StoreError(closed, { cause });
  }
}

function told(
  url: string,
  token: string,
  { given, isRunning }: { readonly given: string | null; readonly isRunning: boolean },
): string[] {
  const link = given === null ? signInLink(url, token) : `${url}/sign-in`;
  const what =
    given === null
      ? "(what follows token= is the new administrator's token; shown only now)"
      : '(with the token that you gave)';
  return [
    `Sign in: ${link}`,
    `         ${what}`,
    'The former token and all sign-ins have ended.',
    isRunning
      ? 'The running Noria takes the new one within a second.'
      : 'It holds from the next start: npm start',
  ];
}

function isGiven(args: string[]): boolean {
  try {
    return (
      parseArgs({ args, options: { 'token-stdin': { type: 'boolean' } } }).values['token-stdin'] ?? false
    );
  } catch (error) {
    throw new UsageError(error instanceof Error ? (error.message.split('.', 1)[0] ?? '') : String(error));
  }
}

/** The rules of NORIA_ADMIN_TOKEN. The token is not shown: it may be another secret in the wrong place. */
async function readToken(input: NodeJS.ReadableStream): Promise<string> {
  const token = settings.adminToken.parse((await readAll(input)).trim());
  if (token !== undefined) return token;
  throw new UsageError(`what came on standard input is no token; allowed: ${settings.adminToken.allowed}`);
}

function failed(errors: string): CommandOutcome {
  return { exitCode: 1, output: '', errors: `${errors}\n` };
}
