import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SimSpec } from '../../fleet/sim-spec.ts';
import { startGateway, temporaryFolder, type TestGateway } from '../gateway.ts';

export const groqSpec: SimSpec = {
  id: 'groq',
  keys: ['gsk_plantedsecret0000000000000000000000000000000000001'],
  limits: [],
  latencyMs: 0,
  chunkMs: 0,
};
export const mistralSpec: SimSpec = { ...groqSpec, id: 'mistral', keys: ['m'.repeat(32)] };
export const anthropicSpec: SimSpec = {
  ...groqSpec,
  id: 'anthropic',
  keys: ['sk-ant-api03-0000000000000000'],
};

export interface DialectGateway extends TestGateway {
  readonly url: string;
}

export interface DialectOptions {
  readonly specs: readonly SimSpec[];
  /** `strategy` of `auto`, whose steps are the providers in their order. */
  readonly strategy?: 'cascade' | 'race' | 'hedge';
  readonly env?: Readonly<Record<string, string>>;
}

const models: Readonly<Record<string, string>> = {
  groq: '{ limits: {}, models: [openai/gpt-oss-20b] }',
  mistral: '{ limits: {}, models: [mistral-medium-latest] }',
  anthropic: '{ limits: {}, models: [claude-sonnet-4-6] }',
};

/** A gateway that listens, without limits, whose `auto` asks the providers in the order given. */
export async function listening({
  specs,
  strategy = 'cascade',
  env,
}: DialectOptions): Promise<DialectGateway> {
  const folder = temporaryFolder();
  const ids = specs.map(({ id }) => id);
  const file = join(folder, 'noria.yaml');
  const providers = ids.map((id) => `${id}: ${models[id] ?? '{}'}`).join(', ');
  writeFileSync(
    file,
    `providers: { ${providers} }\nroutes: { auto: { strategy: ${strategy}, steps: [${ids.join(', ')}] } }\n`,
  );
  const gateway = await startGateway({
    providers: specs,
    folder,
    env: { OLLAMA_BASE_URL: 'http://127.0.0.1:9', NORIA_CONFIG: file, ...env },
  });
  return {
    ...gateway,
    url: await gateway.listen(),
    [Symbol.asyncDispose]: async () => {
      await gateway[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What the tools of the tests are called with: all that is awkward to carry. */
export const awkward = {
  text: 'Žluť 🦜 "quoted" \\ back\u2028slash\n',
  empty: '',
  whole: Number.MAX_SAFE_INTEGER,
  small: 1e-7,
  negative: -0.5,
  yes: true,
  nothing: null,
  list: [1, [2, { three: 3 }]],
  __proto__field: { deep: {} },
} as const;

/** A JSON schema that only `awkward` fits. */
export const awkwardSchema = {
  type: 'object',
  properties: Object.fromEntries(Object.entries(awkward).map(([name, value]) => [name, { const: value }])),
  required: Object.keys(awkward),
};

export async function all<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const one of stream) list.push(one);
  return list;
}
