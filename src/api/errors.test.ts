import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { errorCodes, NoriaError, type ErrorCode } from '../shared/errors.ts';
import { asClient, startGateway } from '../../tests/gateway.ts';
import { createServer } from './server.ts';

const codes = Object.keys(errorCodes) as ErrorCode[];
const types: Partial<Record<ErrorCode, string>> = {
  unauthorized: 'authentication_error',
  forbidden: 'permission_error',
  pool_exhausted: 'rate_limit_error',
};

describe('every error code', () => {
  test.each(codes.filter((code) => code !== 'client_closed'))(
    '%s has its status and shape in both dialects',
    async (code) => {
      await using gateway = await startGateway();
      const details = {
        retryAfterMs: 1_001,
        blockedBy: [{ provider: 'groq', reason: 'spent' }],
        nearest: ['auto'],
        param: 'x',
      };
      const meta = {
        traceId: 'trc_1',
        provider: '',
        model: '',
        maskedKey: '',
        attempts: 2,
        overheadMs: 1.234,
        local: false,
      };
      const chat = (): Promise<never> =>
        Promise.reject(Object.assign(new NoriaError(code, 'in words', details), { meta }));
      await using app = createServer({ ...gateway.context, relay: { ...gateway.context.relay, chat } });
      const post = (url: string, payload: object) =>
        app.inject({ method: 'POST', url, headers: asClient, payload });
      const openai = await post('/v1/chat/completions', { messages: [{ role: 'user', content: 'x' }] });
      const small = await post('/api/chat', { message: 'x' });
      expect(openai.statusCode).toBe(code === 'context_too_long' ? 400 : errorCodes[code].status);
      expect(small.statusCode).toBe(errorCodes[code].status);
      const extras = {
        code,
        message: 'in words',
        retry_after_ms: 1_001,
        blocked_by: details.blockedBy,
        nearest: ['auto'],
      };
      const serverSide = errorCodes[code].status >= 500 ? 'server_error' : 'invalid_request_error';
      expect(openai.json()).toEqual({ error: { type: types[code] ?? serverSide, param: 'x', ...extras } });
      expect(small.json()).toEqual({ success: false, error: extras });
      for (const answer of [openai, small]) {
        expect(answer.headers).toMatchObject({
          'retry-after': '2',
          'x-noria-trace': 'trc_1',
          'x-noria-attempts': '2',
          'x-noria-overhead-ms': '1.23',
          'x-noria-provider': '',
        });
      }
    },
  );

  test('docs/errors.md has them all, with their statuses, and no others', () => {
    const text = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');
    const rows = [...text.matchAll(/^\| `([a-z_]+)` \| (\d{3})\D[^|]*\| (yes|no) \|/gm)].map(
      ([, code, status, again]) => [code, Number(status), again === 'yes'],
    );
    expect(rows).toEqual(codes.map((code) => [code, errorCodes[code].status, errorCodes[code].retryable]));
  });
});
