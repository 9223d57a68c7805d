import { z } from 'zod';
import { addressAllowed, parseAddress } from './address.ts';
import { didYouMean } from './nearest.ts';

/** What noria.yaml may say. Each `error` text is what is allowed there: `file-problems.ts` puts name and value before it. */

const wires = ['openai', 'anthropic', 'gradio', 'replicate'] as const;
const lengths = ['second', 'minute', 'hour', 'day', 'month'] as const;
const purposes = ['chat', 'embedding', 'image', 'speech', 'transcription'] as const;
const kinds = ['refill', 'fixed', 'rolling', 'first_use'] as const;

const text = z.string({ error: 'text' }).trim().min(1, { error: 'text' });
const amount = z.number({ error: 'a number, 0 or more' }).min(0, { error: 'a number, 0 or more' });
const count = z.int({ error: 'a whole number, 0 or more' }).min(0, { error: 'a whole number, 0 or more' });
const tokens = z.int({ error: 'a whole number of tokens' }).min(1, { error: 'a whole number of tokens' });
const milliseconds = z
  .int({ error: 'whole milliseconds, 1 or more' })
  .min(1, { error: 'whole milliseconds, 1 or more' });

function settingsOf<T extends z.ZodRawShape>(shape: T): z.ZodObject<T, z.core.$strict> {
  const names = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') return `a map of ${names.join(', ')}`;
      const [unknown = ''] = issue.keys;
      return `${names.join(', ')}.${didYouMean(unknown, names)}`;
    },
  });
}

function optionalOf<K extends string, T extends z.ZodType>(
  names: readonly K[],
  type: T,
): Record<K, z.ZodOptional<T>> {
  return Object.fromEntries(names.map((name) => [name, type.optional()])) as Record<K, z.ZodOptional<T>>;
}

/** A window of which only the kind is written is the short form. */
const windowSchema = z.preprocess(
  (value) => (typeof value === 'string' ? { kind: value } : value),
  settingsOf({
    kind: z.enum(kinds, { error: kinds.join(', ') }),
    zone: text.refine(isTimeZone, { error: 'a time zone such as UTC or America/Los_Angeles' }).optional(),
  }),
);

const amounts = settingsOf(optionalOf(lengths, amount));
const counts = settingsOf(optionalOf(lengths, count));

const limitsSchema = settingsOf({
  requests: counts.optional(),
  tokens: counts.optional(),
  input_tokens: counts.optional(),
  output_tokens: counts.optional(),
  usd: amounts.optional(),
  seconds: amounts.optional(),
  neurons: counts.optional(),
  concurrent: count.optional(),
});

const modelSchema = z.preprocess(
  (value) => value ?? {},
  settingsOf({
    limits: limitsSchema.optional(),
    context: tokens.optional(),
    family: text.optional(),
    purpose: z.enum(purposes, { error: purposes.join(', ') }).optional(),
  }),
);

/** A list of ids is the short form of a map without anything said of each. */
const modelsSchema = z.preprocess(
  (value) =>
    Array.isArray(value) && value.every(isText) ? Object.fromEntries(value.map((id) => [id, {}])) : value,
  z.record(text, modelSchema, { error: 'a list of model ids, or a map of them' }),
);

const keySchema = settingsOf({
  env: text.regex(/^[A-Za-z_][A-Za-z0-9_]*$/, { error: 'the name of an environment variable' }).optional(),
  secret: text.optional(),
  account: text.optional(),
  label: text.optional(),
}).refine((key) => (key.env === undefined) !== (key.secret === undefined), {
  error: 'a map with either env or secret',
});

/** Nobody waits longer before sleeping than a Space: 48 hours. */
const mostWarmMinutes = 2_880;
export const warmMinutesAllowed = `whole minutes from 1 to ${mostWarmMinutes}`;
const warmAllowed = { error: `true, false, or ${warmMinutesAllowed}` };
const warmMinutes = z.int(warmAllowed).min(1, warmAllowed).max(mostWarmMinutes, warmAllowed);

const providerSchema = z.preprocess(
  (value) => value ?? {},
  settingsOf({
    enabled: z.boolean({ error: 'true, false' }).optional(),
    base_url: text.refine((value) => parseAddress(value) !== undefined, { error: addressAllowed }).optional(),
    wire: z.enum(wires, { error: wires.join(', ') }).optional(),
    keys: z.array(keySchema, { error: 'a list of { env or secret, account, label }' }).optional(),
    limits: limitsSchema.optional(),
    models: modelsSchema.optional(),
    windows: settingsOf(optionalOf(lengths, windowSchema)).optional(),
    rotation: z
      .enum(['round-robin', 'sticky', 'most-remaining'], { error: 'round-robin, sticky, most-remaining' })
      .optional(),
    keep_warm: z.union([z.boolean(), warmMinutes], warmAllowed).optional(),
  }),
);

const steps = z.array(text, { error: 'a list of providers or models' });

const routeSchema = settingsOf({
  strategy: z.enum(['cascade', 'race', 'hedge'], { error: 'cascade, race, hedge' }).optional(),
  steps: steps.min(1, { error: 'a list of at least one provider or model' }),
  then: steps.default([]),
  resume: z
    .preprocess(
      (value) => (value === 'on' ? true : value === 'off' ? false : value),
      z.boolean({ error: 'on, off' }),
    )
    .optional(),
  deadline_ms: milliseconds.optional(),
});

const aliasSchema = z.preprocess(
  (value) => (isText(value) ? [value] : value),
  z
    .array(text, { error: 'a family, a model, or a list of them' })
    .min(1, { error: 'a family, a model, or a list of them' }),
);

const tracesSchema = z.preprocess(
  (value) => value ?? {},
  settingsOf({ bodies: z.boolean({ error: 'true, false' }).optional() }),
);

export const fileSchema = z.preprocess(
  (value) => value ?? {},
  settingsOf({
    providers: mapOf(providerSchema, 'a map of providers'),
    routes: mapOf(routeSchema, 'a map of routes'),
    aliases: mapOf(aliasSchema, 'a map of aliases'),
    traces: tracesSchema,
  }),
);

export type FileSettings = z.output<typeof fileSchema>;
export type FileProvider = FileSettings['providers'][string];
export type FileRoute = FileSettings['routes'][string];
export type FileLimits = NonNullable<FileProvider['limits']>;
export type FileWindows = NonNullable<FileProvider['windows']>;

function mapOf<T extends z.ZodType>(type: T, allowed: string): z.ZodPreprocess<z.ZodRecord<z.ZodString, T>> {
  return z.preprocess((value) => value ?? {}, z.record(z.string(), type, { error: allowed }));
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
