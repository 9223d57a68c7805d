import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readEnv } from '../config/env.ts';
import { demoEnv } from './demo-env.ts';

test('a demonstration takes the port, and no key, address or file, of the environment or of .env', () => {
  const folder = mkdtempSync(join(tmpdir(), 'noria-demo-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(
    join(folder, '.env'),
    'PORT=7000\nTOGETHER_API_KEY=real\nHF_TOKENS=real,real2\nOLLAMA_BASE_URL=http://real\n',
  );
  const processEnv = {
    LOG_FORMAT: 'json',
    HF_TOKEN1: 'real',
    CLOUDFLARE_ACCOUNT_ID: 'real',
    CLOUDFLARE_API_TOKEN: 'real',
    HUGGINGFACE_SPACE_URL: 'https://real.hf.space',
    DISCORD_BOT_TOKEN: 'real',
    NORIA_CONFIG: 'real.yaml',
    MY_VLLM_API_KEY: 'real',
  };
  expect(demoEnv(readEnv({ folder, processEnv }))).toEqual({ PORT: '7000', LOG_FORMAT: 'json' });
});
