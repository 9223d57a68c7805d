import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startFleet, type Fleet } from '../fleet/fleet.ts';
import type { SimSpec } from '../fleet/sim-spec.ts';
import { checkNode } from '../src/cli/doctor/check-node.ts';
import { doctor } from '../src/cli/doctor/doctor.ts';
import type { Finding } from '../src/cli/doctor/finding.ts';
import { connect } from '../src/cli/connect/connect.ts';
import { adminToken, asAdmin, clientKey, startGateway, temporaryFolder } from './gateway.ts';
import { startNoria } from './support/process.ts';

const good = 'gsk_good0123456789abcdefghijkl';
const bad = 'gsk_bad00123456789abcdefghijklm';
const groq: SimSpec = { id: 'groq', keys: [good, bad], latencyMs: 0, chunkMs: 0 };

let home: string;
beforeEach(() => {
  home = realpathSync(temporaryFolder());
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

type Env = Readonly<Record<string, string>>;

const envOf = (env: Env): Env => ({
  HOME: home,
  USERPROFILE: home,
  PATH: join(home, 'bin'),
  NORIA_DATA: join(home, 'data'),
  PORT: '0',
  OLLAMA_BASE_URL: '',
  ...env,
});

interface Examined {
  readonly status: number | null;
  readonly text: string;
  readonly findings: readonly Finding[];
}

/** The command, at home in a folder of its own. */
async function examine(env: Env, args: readonly string[] = []): Promise<Examined> {
  const sources = { folder: home, processEnv: envOf(env), terminal: false };
  const { exitCode, output } = await doctor(['--json', ...args], sources);
  const { ok, findings } = JSON.parse(output) as { ok: boolean; findings: Finding[] };
  expect(ok).toBe(exitCode === 0);
  for (const { status, next } of findings) if (status === 'todo') expect(next).toBeTruthy();
  return { status: exitCode, text: output, findings };
}

/** The same as the program that people start. Not `spawnSync`: the providers it asks are simulated in this process. */
function program(env: Env): Promise<{ status: number | null; text: string }> {
  const file = fileURLToPath(new URL('../src/cli/noria.ts', import.meta.url));
  const child = spawn(process.execPath, [file, 'doctor'], { cwd: home, env: envOf(env) });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (part: string) => (text += part));
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('close', (status) => resolve({ status, text }));
  });
}

function about({ findings }: Examined, area: Finding['area']): string[] {
  return findings
    .filter((finding) => finding.area === area)
    .map(({ status, says, next }) => `${status}: ${says}${next === undefined ? '' : ` → ${next}`}`);
}

async function withFleet<T>(specs: readonly SimSpec[], work: (fleet: Fleet) => Promise<T>): Promise<T> {
  const fleet = await startFleet(specs);
  try {
    return await work(fleet);
  } finally {
    await fleet.close();
  }
}

describe('noria doctor, while nothing runs', () => {
  test('on a fresh folder it says what to do first, and makes nothing', async () => {
    const seen = await examine({});
    expect(seen.status).toBe(1);
    expect(about(seen, 'Keys and providers')).toEqual([
      'todo: no provider has a key → Add one in .env: README.md says where they are free.',
    ]);
    expect(about(seen, 'Data folder')[0]).toContain('is not there yet: the first start makes it');
    expect(readdirSync(home)).toEqual([]);
  });

  test('tests every key by a real call, and says where the bad one stands', async () => {
    await withFleet([groq], async (fleet) => {
      fleet.get('groq').revoke(bad);
      const { GROQ_BASE_URL = '' } = fleet.env();
      const seen = await examine({ GROQ_BASE_URL, GROQ_API_KEY1: good, GROQ_API_KEY2: bad });
      expect(seen.status).toBe(1);
      const keys = about(seen, 'Keys and providers').join('\n');
      expect(keys).toMatch(/^ok: Groq gsk_good\.\.\.ijkl \(GROQ_API_KEY1\): works, \d+ ms, \d+ models$/m);
      expect(keys).toMatch(
        /^todo: Groq gsk_bad0\.\.\.jklm \(GROQ_API_KEY2\): refused: .+ → Make a new one at https:.+ and replace GROQ_API_KEY2\.$/m,
      );
      expect(about(seen, 'Clock')).toEqual(['ok: agrees with the providers’ clocks']);
      for (const secret of [good, bad]) expect(seen.text).not.toContain(secret);
    });
  });

  test('all is well with a good key: the program ends with 0, in 80 columns and without colours', async () => {
    await withFleet([{ ...groq, keys: [good] }], async (fleet) => {
      const { GROQ_BASE_URL = '' } = fleet.env();
      const env = { GROQ_BASE_URL, GROQ_API_KEY1: good };
      const { exitCode, output } = await doctor([], {
        folder: home,
        processEnv: envOf(env),
        terminal: false,
      });
      expect(output).toMatch(/All is well\.\n$/);
      expect(exitCode).toBe(0);
      const lines = output.split('\n').filter((line) => !line.includes(home) && !line.includes('http'));
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
      expect(output).not.toContain('\u001b');
      const onTerminal = { folder: home, processEnv: envOf({ ...env, TERM: 'xterm' }), terminal: true };
      expect((await doctor([], onTerminal)).output).toContain('\u001b[32mok');
      const quiet = { ...onTerminal, processEnv: { ...onTerminal.processEnv, NO_COLOR: '1' } };
      expect((await doctor([], quiet)).output).not.toContain('\u001b');
    });
  });

  test('says what a start would refuse, as the program', async () => {
    writeFileSync(join(home, '.env'), 'PORT=lots\nNORIA_ADMIN_TOKEN=secret-of-the-owner-1\n');
    const { status, text } = await program({ PORT: 'lots' });
    expect(status).toBe(1);
    expect(text).toContain('PORT is "lots"; allowed: a whole number');
    expect(text).toContain('One thing to do.');
    expect(text).not.toContain('secret-of-the-owner-1');
  });

  test('passes on the warnings of the settings', async () => {
    writeFileSync(join(home, '.env'), 'GROQ_API_KEYY=x1\n');
    const seen = await examine({});
    expect(about(seen, 'Settings').join()).toContain('GROQ_API_KEYY is not a setting of Noria');
  });

  test('sees the keys that were added while Noria ran', async () => {
    const secret = 'gsk_added0123456789abcdefghijk';
    {
      await using gateway = await startGateway({ providers: [{ ...groq, keys: [good] }], folder: home });
      const payload = { provider: 'groq', secret, label: 'added later' };
      await gateway.app.inject({ method: 'POST', url: '/api/keys', headers: asAdmin, payload });
    }
    const GROQ_BASE_URL = 'http://127.0.0.1:9';
    const seen = await examine({ GROQ_BASE_URL });
    expect(about(seen, 'Keys and providers').join('\n')).toContain('gsk_adde...hijk (added later): ');
    expect(seen.text).not.toContain(secret);
    const wrongKey = Buffer.alloc(32, 7).toString('base64');
    const sealed = await examine({ GROQ_BASE_URL, NORIA_MASTER_KEY: wrongKey });
    expect(about(sealed, 'Keys and providers').join('\n')).toContain(
      'Put the right master.key or NORIA_MASTER_KEY back',
    );
  });

  test('finds a folder that others can read', async () => {
    mkdirSync(join(home, 'data'));
    chmodSync(join(home, 'data'), 0o755);
    const seen = await examine({});
    expect(about(seen, 'Data folder')[0]).toBe(
      `todo: others on this machine can read ${join(home, 'data')} → chmod go-rwx '${join(home, 'data')}'`,
    );
    chmodSync(join(home, 'data'), 0o700);
    expect(about(await examine({}), 'Data folder')[0]).toMatch(/^ok: /);
  });

  test('tells a foreign program on the port, a wrong clock, and an Ollama that is silent', async () => {
    const other = createServer((_req, res) => {
      res.setHeader('date', new Date(Date.now() - 90_000).toUTCString()).end('{}');
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}`;
    const seen = await examine({
      PORT: String(port),
      GROQ_BASE_URL: url,
      GROQ_API_KEY: good,
      OLLAMA_BASE_URL: 'http://127.0.0.1:9',
    });
    other.close();
    expect(about(seen, 'Service')).toEqual([
      `todo: something else answers at ${url} → Stop that program, or set PORT to another number.`,
    ]);
    expect(about(seen, 'Clock')[0]).toMatch(/^todo: (89|90|91) s ahead of the providers’ clocks → /);
    expect(about(seen, 'Local models')[0]).toMatch(
      /^todo: Ollama does not answer at http:\/\/127\.0\.0\.1:9 → /,
    );
  });

  test('finds Ollama, which nobody has to have', async () => {
    const ollama: SimSpec = { id: 'ollama', keys: [], models: ['llama3.1:8b'], latencyMs: 0, chunkMs: 0 };
    await withFleet([ollama], async (fleet) => {
      const seen = await examine(fleet.env());
      expect(about(seen, 'Local models')[0]).toMatch(/^ok: Ollama answers at .+: 1 models$/);
    });
  });

  test('refuses options that it does not have', async () => {
    expect(await doctor(['--fix'], {})).toMatchObject({ exitCode: 2, output: '' });
  });
});

describe('noria doctor, while Noria runs', () => {
  const added = 'gsk_added0123456789abcdefghijk';

  test('asks it with the token, and leaves it undisturbed', async () => {
    await withFleet([{ ...groq, keys: [good, added] }], async (fleet) => {
      const { GROQ_BASE_URL = '' } = fleet.env();
      const env = {
        NORIA_DATA: join(home, 'data'),
        GROQ_BASE_URL,
        GROQ_API_KEY1: good,
        NORIA_ADMIN_TOKEN: adminToken,
      };
      const running = await startNoria({ folder: home, env });
      try {
        const headers = { ...asAdmin, 'content-type': 'application/json' };
        const body = JSON.stringify({ provider: 'groq', secret: added });
        await fetch(`${running.url}/api/keys`, { method: 'POST', headers, body });
        const { port } = new URL(running.url);
        const { status, text } = await program({ ...env, PORT: port });
        expect(text).toContain(`Noria answers at ${running.url}`);
        expect(text).toContain('in use by a running Noria');
        expect(text).toMatch(/ok {4}Groq gsk_adde\.\.\.hijk: works/);
        expect(status).toBe(0);
        for (const secret of [good, added, adminToken]) expect(text).not.toContain(secret);
        expect((await fetch(`${running.url}/api/keys`, { headers })).status).toBe(200);
      } finally {
        await running.kill('SIGTERM');
      }
    });
  });

  test('without the token it tests what it sees itself; a wrong one is told', async () => {
    await using gateway = await startGateway({ providers: [{ ...groq, keys: [good] }], folder: home });
    const url = await gateway.listen();
    const env = { ...gateway.fleet.env(), PORT: new URL(url).port };
    const seen = await examine(env);
    expect(about(seen, 'Keys and providers').join('\n')).toMatch(
      /ok: Groq gsk_good.+note: keys added in the app are not seen/s,
    );
    const refused = await examine(env, ['--token', 'not-the-right-token-1']);
    expect(about(refused, 'Keys and providers')[0]).toContain('does not know this token');
    expect(refused.text).not.toContain('not-the-right-token-1');
  });
});

describe('noria doctor and the tools that noria connect set up', () => {
  test('says of each whether it points here, and whether its key is known', async () => {
    await using gateway = await startGateway({ providers: [{ ...groq, keys: [good] }], folder: home });
    const url = await gateway.listen();
    const env = { ...gateway.fleet.env(), PORT: new URL(url).port };
    const set = (tool: string, key: string, more: readonly string[] = []) =>
      connect([tool, '--write', '--key', key, '--url', url, ...more], {
        folder: home,
        processEnv: envOf(env),
      });
    set('claude-code', clientKey);
    set('opencode', 'sk-noria-nobody-knows-this-0001');
    set('aider', clientKey, ['--url', 'http://127.0.0.1:1']);
    set('codex', clientKey);
    mkdirSync(join(home, '.config/zed'), { recursive: true });
    writeFileSync(join(home, '.config/zed/settings.json'), '{ "a": ');
    mkdirSync(join(home, '.continue'));
    const seen = await examine(env);
    const told = about(seen, 'Tools');
    expect(told).toContain('ok: Claude Code: points to Noria, and its key is known');
    expect(told).toContain(
      'todo: OpenCode: points to Noria, which does not know its key → noria connect opencode --write --key sk-noria-…',
    );
    expect(told.join('\n')).toContain(
      `todo: Aider: points to http://127.0.0.1:1, not to ${url} → noria connect aider --write`,
    );
    expect(told.join('\n')).toMatch(/note: Codex: points to Noria; its key is in an environment/);
    expect(told.join('\n')).toMatch(/todo: Zed: .+settings\.json cannot be read: line 1/);
    expect(told).toContain('note: Continue: not set up for Noria → noria connect continue --write');
    expect(seen.text).not.toContain('sk-noria-nobody');
    expect(seen.text).not.toContain(clientKey);
    const withKey = await examine({ ...env, NORIA_API_KEY: clientKey });
    expect(about(withKey, 'Tools')).toContain('ok: Codex: points to Noria, and its key is known');
    expect(existsSync(join(home, '.continue/config.yaml'))).toBe(false);
  });
});

test('an old Node is told', () => {
  expect(checkNode('20.11.0')).toMatchObject({ status: 'todo' });
  expect(checkNode('22.19.0')).toMatchObject({ status: 'ok' });
  expect(checkNode('24.0.1')).toMatchObject({ status: 'ok' });
});
