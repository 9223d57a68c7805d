import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startNoria } from './support/process.ts';

it('the demonstration says that it is one and how to sign in, answers, and leaves a folder that only its owner can read', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'noria-demo-'));
  const noria = await startNoria({ folder, env: {}, command: 'demo' });
  try {
    expect(noria.output()).toMatch(/^SIMULATION: every provider below is simulated/);
    const token = /^Sign in: \S+\/sign-in[#?]token=(\S+)$/m.exec(noria.output())?.[1];
    const signedIn = await fetch(`${noria.url}/api/session`, {
      method: 'POST',
      body: JSON.stringify({ token }),
    });
    expect([signedIn.status, signedIn.headers.get('set-cookie')]).toEqual([
      200,
      expect.stringContaining('HttpOnly'),
    ]);
    const response = await fetch(`${noria.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: 'Bearer sk-noria-demo-only-for-this-demonstration' },
      body: JSON.stringify({ messages: [{ role: 'user', content: 'Hello' }] }),
    });
    expect([response.status, await response.text()]).toEqual([200, expect.stringContaining('(simulated)')]);
    for (const made of ['data', 'data/demo'])
      expect([made, statSync(join(folder, made)).mode & 0o777]).toEqual([made, 0o700]);
  } finally {
    await noria.kill('SIGINT');
    rmSync(folder, { recursive: true, force: true });
  }
}, 40_000);
