import { Readable } from 'node:stream';
import fc from 'fast-check';
import { Pool } from 'undici';
import { asAdmin, asClient } from '../../gateway.ts';
import { anyForm, anyJsonBody, goodForm, type AnyBody } from './any-body.ts';
import type { FuzzRoute } from './route-table.ts';

/** What came back to one body. */
export interface Shot {
  readonly status: number;
  readonly text: string;
}

/** An answer that must not be: enough to send the same body again. */
export interface Hit extends Shot {
  readonly body: string;
  readonly type: string;
}

export interface Bombardment {
  readonly sent: number;
  /** Status → how often. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly hits: readonly Hit[];
}

export interface Gun {
  shoot(route: FuzzRoute, body: AnyBody): Promise<Shot>;
  /** So many bodies, always the same ones for a seed, several at a time. */
  bombard(route: FuzzRoute, times: number, seed: number): Promise<Bombardment>;
  close(): Promise<void>;
}

const credentials = { admin: asAdmin, client: asClient, nobody: {} } as const;
const atOnce = 8;
const batch = 500;
/** What is honest for a gateway to say with a status from 500 on. */
const honest =
  /"(?:code|type|status)":\s*"(?:no_provider|upstream_failed|deadline_exceeded|stream_interrupted|api_error|overloaded_error|UNAVAILABLE|DEADLINE_EXCEEDED)"/;
const statusesThatMayBe: ReadonlySet<number> = new Set([502, 503, 504, 529]);

export function createGun(url: string): Gun {
  const pool = new Pool(url, { connections: atOnce, headersTimeout: 30_000, bodyTimeout: 30_000 });

  async function shoot(route: FuzzRoute, { bytes, type }: AnyBody): Promise<Shot> {
    const who = credentials[route.as];
    const answer = await pool.request({
      path: route.url,
      method: route.method,
      headers: { ...who, ...(type === '' ? {} : { 'content-type': type }) },
      body: route.door === 'chunked' ? Readable.from([bytes]) : bytes,
    });
    return { status: answer.statusCode, text: await answer.body.text() };
  }

  /** What a route makes is taken away again, or the gateway would be full of it. */
  async function undo({ method, url: path, makes }: FuzzRoute, { status, text }: Shot): Promise<void> {
    if (makes !== true || status >= 300) return;
    const id = method === 'POST' ? `/${String((JSON.parse(text) as { id?: unknown }).id)}` : '';
    const answer = await pool.request({ path: path + id, method: 'DELETE', headers: asAdmin });
    await answer.body.dump();
  }

  async function bombard(route: FuzzRoute, times: number, seed: number): Promise<Bombardment> {
    const arbitrary = route.door === 'form' ? anyForm(route) : anyJsonBody(route);
    const statuses: Record<string, number> = {};
    const hits: Hit[] = [];
    for (let sent = 0; sent < times; sent += batch) {
      const bodies = fc.sample(arbitrary, { numRuns: Math.min(batch, times - sent), seed: seed + sent });
      const rest = bodies.values();
      const worker = async (): Promise<void> => {
        for (const body of rest) {
          const shot = await shoot(route, body);
          statuses[shot.status] = (statuses[shot.status] ?? 0) + 1;
          if (!isFine(shot))
            hits.push({ ...shot, body: body.bytes.toString().slice(0, 600), type: body.type });
          await undo(route, shot);
        }
      };
      await Promise.all(Array.from({ length: atOnce }, worker));
      if (hits.length > 0) break;
    }
    return { sent: times, statuses, hits };
  }

  return { shoot, bombard, close: () => pool.close() };
}

/** A good body, as it goes over the wire. */
export function goodBodies({ door, good }: FuzzRoute): readonly AnyBody[] {
  if (door === 'form') return good.map((fields) => goodForm(fields));
  return good.map((body) => ({ bytes: Buffer.from(JSON.stringify(body)), type: 'application/json' }));
}

function isFine({ status, text }: Shot): boolean {
  if (status >= 500) return statusesThatMayBe.has(status) && honest.test(text);
  return status >= 200 && !text.includes('"internal"');
}
