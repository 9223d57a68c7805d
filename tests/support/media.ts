import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SimSpec } from '../../fleet/sim-spec.ts';
import { until } from '../../fleet/testing.ts';
import { limitOf, spareOf } from '../../src/engine/bucket.ts';
import { asClient, startGateway, temporaryFolder, type TestGateway } from '../gateway.ts';

/** A listening gateway over simulated providers that is asked for vectors, pictures and sound. */
export interface MediaGateway extends AsyncDisposable {
  readonly gateway: TestGateway;
  readonly url: string;
  /** A JSON body to a route of `/v1`. */
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** A form to the transcriptions. */
  transcribe(form: FormData, headers?: Readonly<Record<string, string>>): Promise<Response>;
  used(provider: string, unit: string, group: string): number;
}

export interface MediaGatewayOptions {
  readonly yaml?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export async function openMedia(
  providers: readonly SimSpec[],
  { yaml, env = {} }: MediaGatewayOptions = {},
): Promise<MediaGateway> {
  const folder = temporaryFolder();
  if (yaml !== undefined) writeFileSync(join(folder, 'noria.yaml'), yaml);
  const nowhere = providers.some(({ id }) => id === 'ollama')
    ? {}
    : { OLLAMA_BASE_URL: 'http://127.0.0.1:9' };
  const gateway = await startGateway({ providers, folder, env: { ...nowhere, ...env } });
  await gateway.context.discovery.start();
  // Lists of providers with keys are read in the background.
  await until(() => providers.every((spec) => hasRead(gateway, spec)));
  const url = await gateway.listen();
  const ask = (
    path: string,
    body: string | FormData,
    headers: Readonly<Record<string, string>>,
  ): Promise<Response> =>
    fetch(`${url}/v1${path}`, { method: 'POST', headers: { ...asClient, ...headers }, body });
  return {
    gateway,
    url,
    post: (path, body, headers = {}) =>
      ask(path, JSON.stringify(body), { 'content-type': 'application/json', ...headers }),
    transcribe: (form, headers = {}) => ask('/audio/transcriptions', form, headers),
    used: (provider, unit, group) => usedOf(gateway, { provider, unit, group }),
    [Symbol.asyncDispose]: async () => {
      await gateway[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function hasRead({ context }: TestGateway, { id, models = [] }: SimSpec): boolean {
  const node = context.pool.providers.get(id);
  if (node === undefined || node.spec.def.modelList === null) return true;
  return models.every((model) => node.models.has(model));
}

/** What the longest window of a unit says is used of it. */
function usedOf(
  { context }: TestGateway,
  { provider, unit, group }: { provider: string; unit: string; group: string },
): number {
  const now = context.clock.now();
  const lanes = [...(context.pool.providers.get(provider)?.models.values() ?? [])].flatMap(
    ({ lanes: all }) => [...all.values()],
  );
  const buckets = lanes
    .flatMap((lane) => lane.buckets)
    .filter(({ spec }) => spec.unit === unit && spec.group === group);
  const bucket =
    buckets.find(({ spec }) => spec.window.kind !== 'in_flight' && spec.window.length === 'day') ??
    buckets[0];
  if (bucket === undefined) throw new Error(`${provider} has no bucket of ${unit} for ${group}`);
  return limitOf(bucket, now) - spareOf(bucket, now);
}

/** What a route says of a failure. */
export interface Told {
  readonly error: { readonly code: string; readonly message: string; readonly param: string | null };
}

export const told = async (response: Response): Promise<Told['error']> =>
  ((await response.json()) as Told).error;

export function groqKey(name: string): string {
  return `gsk_${name.padEnd(52, 'x')}`;
}

export const cloudflareKey = `${'a1'.repeat(16)}:${'t'.repeat(40)}`;
