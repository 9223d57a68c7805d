import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { contentOf, eventsOf } from '../support/gateway.ts';
import { codeOf, openLesson, type LessonGateway } from './lesson-gateway.ts';

const event = (delta: object, end = '\n\n'): string =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: null }] })}${end}`;
const last = (end = '\n\n'): string =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] })}${end}data: [DONE]${end}`;

/** Noria over a server that sends exactly these bytes, each piece in a turn of its own. */
async function overBytes(
  pieces: readonly (string | Buffer)[],
  use: (gateway: LessonGateway) => Promise<void>,
): Promise<void> {
  const send = async (response: ServerResponse): Promise<void> => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const piece of pieces) {
      response.write(piece);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    response.end();
  };
  const server = createServer(
    (request, response) => void request.resume().once('end', () => void send(response)),
  );
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  await using gateway = await openLesson({
    specs: [],
    env: { OWN_KEY: 'k' },
    yaml: `providers: { mine: { wire: openai, base_url: "${url}", models: [m1], limits: {}, keys: [{ env: OWN_KEY }] } }`,
  });
  await use(gateway);
  server.closeAllConnections();
  server.close();
}

describe('a stream of odd bytes is whole', () => {
  const bytes = Buffer.from(event({ content: 'é🌊' }) + event({ content: 'ü' }) + last());
  const whole: [name: string, pieces: (string | Buffer)[], text: string][] = [
    ['cut between any two bytes', [...bytes].map((byte) => Buffer.of(byte)), 'é🌊ü'],
    [
      'with CRLF, cut inside it',
      [event({ content: 'a' }, '\r\n\r'), `\n${event({ content: 'b' }, '\r\n')}`, `\r\n${last('\r\n\r\n')}`],
      'ab',
    ],
    ['with an event of 3 MB', [event({ content: 'x'.repeat(3_000_000) }) + last()], 'x'.repeat(3_000_000)],
    [
      'with a byte order mark',
      [`\uFEFF${event({ content: 'first ' })}`, event({ content: 'second' }) + last()],
      'first second',
    ],
    [
      'with comments, ids and empty deltas',
      [
        ': hi\n\nid: 1\n',
        event({ content: null }),
        ': hi\n\n',
        event({ content: 'late' }),
        event({}),
        last(),
      ],
      'late',
    ],
  ];

  it.each(whole)('%s', (_name, pieces, text) =>
    overBytes(pieces, async (gateway) => {
      const { raw } = await gateway.stream({ deadlineMs: 3_000 });
      expect(contentOf(raw.replaceAll('\r', '')) === text).toBe(true);
      expect(raw).toMatch(/\[DONE\]\n\n$/);
    }),
  );
});

describe('a stream with something that is no chunk', () => {
  it.each(['data: null\n\n', 'data: {"choices":[{"delta":{"cont\n\n', 'data: oops\n\n', 'data: []\n\n'])(
    '%j after content is an error, and is not passed on',
    (garbage) =>
      overBytes([event({ content: 'ok' }), garbage, last()], async (gateway) => {
        const { raw } = await gateway.stream({ deadlineMs: 3_000 });
        expect(contentOf(raw)).toBe('ok');
        expect(raw).not.toContain('[DONE]');
        expect(eventsOf(raw).at(-1)).toMatchObject({ error: { code: 'stream_interrupted' } });
      }),
  );
});

describe('a Space', () => {
  it.each(['gradio', 'plain'] as const)(
    'whose answer is cut inside its JSON gives no piece of JSON for a text: %s',
    async (space) => {
      await using gateway = await openLesson({
        specs: [
          {
            id: 'hf_space',
            keys: [`hf_${'a'.repeat(34)}`],
            answer: 'The wheel turns.',
            space,
            limits: [],
            chunks: 6,
          },
        ],
      });
      await gateway.context.discovery.start();
      gateway.fleet.get('hf_space').always({ kind: 'partial_json' });
      expect(await gateway.ask({ deadlineMs: 240 }).then(() => 'answered', codeOf)).toBe('upstream_failed');
      const streamed = await gateway.stream({ deadlineMs: 240 }).then(({ raw }) => raw, codeOf);
      expect(streamed).not.toContain('[DONE]');
      if (streamed.startsWith('data:')) expect('The wheel turns.'.startsWith(contentOf(streamed))).toBe(true);
    },
  );
});
