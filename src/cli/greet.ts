import type { Service } from '../main.ts';
import { signInLink } from './sign-in-link.ts';

/** Where it is and, on the first start, how to get in. No line is longer than a terminal but the one with the link. */
export function greet({ url, context }: Service): string {
  const { firstAdminToken, firstApiKey, pool } = context;
  const lines = [`Noria is ready at ${url}`];
  if (firstAdminToken !== null)
    lines.push(
      `Sign in: ${signInLink(url, firstAdminToken)}`,
      "         (what follows token= is the administrator's token; shown only now)",
    );
  if (firstApiKey !== null) lines.push(`API key: ${firstApiKey}`, `         (for ${url}/v1; shown only now)`);
  if (pool.keys.size === 0) lines.push(`No provider has a key yet: see ${url}/settings`);
  return `${lines.join('\n')}\n`;
}
