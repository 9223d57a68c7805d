import { z } from 'zod';
import { jsonAnswer, type GroupDoc } from '../route-doc.ts';
import { flag, plainError, text, whole } from '../shapes.ts';

const strategy = z.enum(['cascade', 'race', 'hedge']);
const steps = z
  .array(z.string())
  .meta({ description: 'Providers, `provider/model`, families, models or aliases, in their order' });
const then = z.array(z.string()).meta({ description: 'Steps after all of `steps` have failed' });

const route = z.object({
  name: text('Asked for as `auto`, or `auto:<name>`'),
  strategy: strategy.nullable().meta({ description: 'null = by the kind of the request' }),
  steps,
  then,
  resume: z.boolean().nullable(),
  deadline_ms: z.int().nullable(),
  source: z.enum(['built_in', 'file', 'stored']),
  beneath: z.enum(['built_in', 'file']).nullable().meta({
    description: 'What DELETE would bring back; null = nothing is stored, or the route would be gone',
  }),
  leads_to: z
    .array(z.object({ provider: z.string(), model: z.string(), ready: z.boolean() }))
    .meta({ description: 'Models it leads to now, the first 20' }),
  idle_steps: z.array(z.string()).meta({ description: 'Steps that lead nowhere now' }),
  waiting_steps: z
    .array(z.string())
    .meta({ description: 'Steps that lead somewhere, where nobody can serve at this moment' }),
});
const list = z.object({
  routes: z.array(route),
  names: z.object({
    providers: z.array(z.string()),
    families: z.array(z.string()),
    aliases: z.array(z.string()),
  }),
});
const shown = {
  routes: [
    {
      name: 'auto',
      strategy: null,
      steps: ['groq', 'mistral', 'ollama'],
      then: [],
      resume: null,
      deadline_ms: null,
      source: 'stored',
      beneath: 'built_in',
      leads_to: [{ provider: 'groq', model: 'openai/gpt-oss-120b', ready: true }],
      idle_steps: ['mistral', 'ollama'],
      waiting_steps: [],
    },
  ],
  names: { providers: ['groq', 'mistral', 'ollama'], families: ['gpt-oss-120b'], aliases: ['llama-70b'] },
};
const answers = { 200: jsonAnswer('All routes as they are now', list, shown) };
const params = { name: 'The name of a route: auto, fast, …' };

const demo = z.object({
  running: z.boolean(),
  provider: z.string().nullable().meta({ description: 'Its id, which `x-noria-provider` shows' }),
  since: z.string().nullable().meta({ description: 'ISO' }),
});
const running = { running: true, provider: 'demo', since: '2026-11-21T12:00:00.000Z' };

export const routingDocs: GroupDoc = {
  tag: 'Routes and simulation',
  description: 'Who is asked, in which order. For the administrator.',
  relays: false,
  error: plainError,
  routes: {
    'GET /api/routes': {
      summary: 'List the routes',
      description: 'Those that are there without a word too, with the providers that they would ask.',
      answers,
    },
    'PUT /api/routes': {
      summary: 'Change routes, or make some',
      description:
        'By the rules of noria.yaml: all of these, or none. Routes that are not named stay. They win over noria.yaml, hold at once and after a restart.',
      body: {
        schema: z.object({
          routes: z.array(
            z.object({
              name: z.string(),
              strategy: strategy.nullable().optional(),
              steps,
              then: then.optional(),
              resume: flag('A text that broke off is continued').nullable().optional(),
              deadline_ms: whole('Until the first content').nullable().optional(),
            }),
          ),
        }),
        example: {
          routes: [{ name: 'fast', strategy: 'race', steps: ['groq', 'mistral'], then: ['ollama'] }],
        },
      },
      answers,
    },
    'DELETE /api/routes/:name': {
      summary: 'Take a route back',
      description: 'To what noria.yaml or Noria says of it; one that only you have made is gone.',
      params,
      answers,
    },
    'POST /api/routes/:name/test': {
      summary: 'Test a route by one short request',
      description: 'It uses quota and has a trace like any other. A failure is told in the answer.',
      params,
      answers: {
        200: jsonAnswer(
          'What came of it',
          z.object({
            ok: z.boolean(),
            latency_ms: z.int(),
            provider: z.string().nullable(),
            model: z.string().nullable(),
            attempts: z.int(),
            trace: z.string().nullable(),
            error: z.object({ code: z.string(), message: z.string() }).optional(),
          }),
          {
            ok: true,
            latency_ms: 412,
            provider: 'groq',
            model: 'openai/gpt-oss-120b',
            attempts: 1,
            trace: 'trc_0123456789',
          },
        ),
      },
    },
    'GET /api/demo': {
      summary: 'Tell whether a provider is simulated',
      answers: { 200: jsonAnswer('It', demo, { running: false, provider: null, since: null }) },
    },
    'POST /api/demo': {
      summary: 'Simulate a provider, for a first look without any key',
      description:
        'What it answers says that it is simulated. It is asked only where nobody else can serve, never by `auto:private`, and ends with the first key that is added, or with the service. With a key that can serve it is a 409.',
      answers: {
        200: jsonAnswer('It', demo, running),
        409: jsonAnswer('There is a key already', plainError.schema),
      },
    },
    'DELETE /api/demo': {
      summary: 'End the simulation',
      answers: { 200: jsonAnswer('It', demo, { running: false, provider: null, since: null }) },
    },
  },
};
