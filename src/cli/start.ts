import { ConfigError } from '../config/config-error.ts';
import { closeOnSignals, startService, type Service } from '../main.ts';
import { StoreError } from '../store/store-error.ts';

/** `noria start`: runs until a signal; prints where it is, and on the first start how to get in. */
export async function start(processEnv: NodeJS.ProcessEnv = process.env): Promise<Service | null> {
  try {
    const service = await startService({ env: { processEnv } });
    closeOnSignals(service);
    greet(service);
    return service;
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    process.exitCode = 1;
    return null;
  }
}

function greet({ url, context: { access, pool } }: Service): void {
  const lines = [`Noria is ready at ${url}`];
  if (access.firstAdminToken !== null)
    lines.push(
      `Sign in:  ${url}/sign-in?token=${access.firstAdminToken}`,
      `          (the administrator's token; it is shown only now)`,
    );
  if (access.firstApiKey !== null)
    lines.push(`API key:  ${access.firstApiKey}`, `          (for ${url}/v1; it is shown only now)`);
  if (pool.keys.size === 0) lines.push(`No provider has a key yet: see ${url}/settings`);
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** What the owner can act on, in one or a few lines; anything else is a fault of ours and comes with its stack. */
function explain(error: unknown): string {
  if (error instanceof ConfigError || error instanceof StoreError) return error.message;
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE')
    return 'The port is in use: another Noria may be running. Set PORT to another one.';
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL')
    return `Cannot listen there (${error.message}): check HOST and PORT.`;
  return error.stack ?? error.message;
}
