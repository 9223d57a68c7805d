import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { createLog, type Log, type LogOptions } from './log.ts';
import { createScrubber } from './scrub.ts';

const SECRET = 'plainsecret123456789';

function logInMemory(options: Partial<LogOptions> = {}): { log: Log; lines: string[] } {
  const lines: string[] = [];
  const log = createLog({
    level: 'info',
    format: 'json',
    scrubber: createScrubber([SECRET]),
    destination: { write: (line) => lines.push(line) },
    ...options,
  });
  return { log, lines };
}

describe('createLog', () => {
  test('writes JSON with an ISO time, the level as a word, the message and the fields', () => {
    const { log, lines } = logInMemory();
    log.warn({ provider: 'groq', waitMs: 12_000 }, 'rate limited');
    const line = JSON.parse(lines[0] ?? '') as Record<string, unknown>;
    expect(line).toMatchObject({ level: 'warn', msg: 'rate limited', provider: 'groq', waitMs: 12_000 });
    expect(line['time']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(line).not.toHaveProperty('pid');
    expect(lines[0]).toMatch(/\}\n$/);
  });

  test('writes for people exactly LEVEL and message', () => {
    const { log, lines } = logInMemory({ format: 'pretty' });
    log.info({ provider: 'groq' }, 'groq key 1/5 gsk_abc1...xyz9 → llama-3.3-70b: trying');
    log.warn({}, 'race failed, falling back to huggingface');
    expect(lines).toEqual([
      'INFO groq key 1/5 gsk_abc1...xyz9 → llama-3.3-70b: trying\n',
      'WARN race failed, falling back to huggingface\n',
    ]);
  });

  test('puts a dim time before the line on a colour terminal only', () => {
    const { log, lines } = logInMemory({ format: 'pretty', colour: true });
    log.info({}, 'ready');
    // oxlint-disable-next-line no-control-regex
    expect(lines[0]).toMatch(/^\u001b\[2m\d\d:\d\d:\d\d\.\d{3}\u001b\[0m \u001b\[32mINFO\u001b\[0m ready\n$/);
  });

  test('leaves out what is below its level, and everything when silent', () => {
    const { log, lines } = logInMemory({ level: 'warn' });
    log.info({}, 'no');
    log.error({}, 'yes');
    expect(lines).toHaveLength(1);
    const silent = logInMemory({ level: 'silent' });
    silent.log.error({}, 'no');
    expect(silent.lines).toEqual([]);
  });

  test('a quick line reads like any other, for machines and for people', () => {
    for (const format of ['json', 'pretty'] as const) {
      const { log, lines } = logInMemory({ format });
      for (const one of [log, log.child({ app: 'bot' })]) {
        const fields = { provider: 'gr"oq', model: 'a/b', key: 'gsk_abc1...xyz9', attempt: 2 };
        one.info(fields, 'key "1" → b\nnext');
        one.quick(one.asFields(fields), 'key "1" → b\nnext');
        one.info({}, 'plain');
        one.quick('', 'plain');
      }
      const timeless = lines.map((line) => line.replace(/"time":"[^"]*"/, '"time":""'));
      for (let at = 0; at < timeless.length; at += 2) expect(timeless[at + 1]).toBe(timeless[at]);
      expect(lines).toHaveLength(8);
    }
  });

  test('what a quick line is made of has lost its secrets, and a quiet log tells none', () => {
    const { log, lines } = logInMemory();
    log.quick(log.asFields({ model: `x-${SECRET}` }), log.clean(`asking ${SECRET}`));
    expect(lines.join('')).not.toContain(SECRET);
    const quiet = logInMemory({ level: 'warn' });
    quiet.log.quick('', 'no');
    expect(quiet.lines).toEqual([]);
  });

  test('adds the fields of a child to each of its lines', () => {
    const { log, lines } = logInMemory();
    log.child({ trace: 'trc_1' }).info({ attempt: 2 }, 'ok');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ trace: 'trc_1', attempt: 2, msg: 'ok' });
  });

  test.each(['json', 'pretty'] as const)('scrubs message, fields, child fields and errors: %s', (format) => {
    const { log, lines } = logInMemory({ format });
    const err = new Error(`upstream said ${SECRET}`, { cause: new Error(SECRET) });
    log.child({ of: SECRET }).error({ err, deep: { list: [SECRET] }, [SECRET]: 1 }, `with ${SECRET}`);
    expect(lines.join('')).not.toContain(SECRET);
    expect(lines.join('')).toContain('plainsec...6789');
  });

  test('shows the stack of an error below the line for people', () => {
    const { log, lines } = logInMemory({ format: 'pretty' });
    log.error({ err: new Error('disk full') }, 'ledger write failed');
    expect(lines[0]).toMatch(/^ERROR ledger write failed\n {2}Error: disk full\n {6}at /);
  });
});

describe('pretty lines', () => {
  test('keep a line break of a message from looking like a line of the log', () => {
    const { log, lines } = logInMemory({ format: 'pretty' });
    log.info({}, 'upstream said\nERROR all is lost');
    expect(lines[0]).toBe('INFO upstream said\n  ERROR all is lost\n');
  });

  test.each([{ level: 5 }, { time: null }, { err: 'text' }, { big: 1n }])(
    'survive a field of the caller that has a name of the log: %o',
    (fields) => {
      const { log, lines } = logInMemory({ format: 'pretty' });
      log.info(fields, 'still here');
      expect(lines[0]).toContain('still here');
    },
  );
});

describe('standard output', () => {
  test('has every line when the process exits at once', async () => {
    const child = run(`for (let n = 0; n < 2000; n += 1) log.info({}, 'line ' + n); process.exit(3);`);
    const { code, text } = await outcomeOf(child);
    expect(code).toBe(3);
    expect(text.trimEnd().split('\n')).toHaveLength(2_000);
  });

  test('may be a pipe that its reader has closed', async () => {
    const child = run(`
      let turns = 0;
      const timer = setInterval(() => {
        for (let n = 0; n < 500; n += 1) log.info({}, 'x'.repeat(200));
        turns += 1;
        if (turns === 20) { clearInterval(timer); process.exitCode = 7; }
      }, 5);`);
    child.stdout?.destroy();
    const { code, errors } = await outcomeOf(child);
    expect(errors).toBe('');
    expect(code).toBe(7);
  });

  test('may be a closed pipe at the moment of the exit', async () => {
    const child = run(`setTimeout(() => { log.info({}, 'last words'); process.exit(7); }, 50);`);
    child.stdout?.destroy();
    expect(await outcomeOf(child)).toMatchObject({ code: 7, errors: '' });
  });
});

function run(body: string): ChildProcess {
  const here = (name: string): string => JSON.stringify(fileURLToPath(new URL(name, import.meta.url)));
  const source = `
    import { createLog } from ${here('./log.ts')};
    import { createScrubber } from ${here('./scrub.ts')};
    const log = createLog({ level: 'info', format: 'pretty', scrubber: createScrubber() });
    ${body}`;
  return spawn(process.execPath, ['--input-type=module', '-e', source], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function outcomeOf(
  child: ChildProcess,
): Promise<{ code: number | null; text: string; errors: string }> {
  let text = '';
  let errors = '';
  child.stdout?.on('data', (part: Buffer) => (text += part.toString()));
  child.stderr?.on('data', (part: Buffer) => (errors += part.toString()));
  await once(child, 'close');
  return { code: child.exitCode, text, errors };
}
