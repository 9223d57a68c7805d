import { z } from 'zod';
import { jsonAnswer, type GroupDoc } from '../route-doc.ts';
import { flag, plainError, text, whole } from '../shapes.ts';

const rules = {
  limits: z
    .object({
      requests_per_minute: whole('null = no limit').nullable().optional(),
      tokens_per_day: whole('null = no limit').nullable().optional(),
    })
    .nullable()
    .optional(),
  routes: z.array(z.string()).nullable().optional().meta({ description: 'Models it may name; null = all' }),
  apps: z.array(z.string()).nullable().optional().meta({ description: 'Groups of routes; null = all' }),
  expires_at: text('A time to come; null = never').nullable().optional(),
  enabled: flag('Off: it is refused').optional(),
};

const counted = z.looseObject({ requests: z.int(), failures: z.int() });
const client = z.looseObject({
  id: z.string(),
  name: z.string(),
  masked: z.string().nullable(),
  status: z.enum(['active', 'disabled', 'expired']),
  limits: z.looseObject({}),
  routes: z.array(z.string()).nullable(),
  apps: z.array(z.string()).nullable(),
  created_at: z.string(),
  expires_at: z.string().nullable(),
  last_used_at: z.string().nullable(),
  usage: z.object({ today: counted, total: counted }),
});

const params = { id: 'The id of a client' };

export const clientsDocs: GroupDoc = {
  tag: 'Clients and sign-in',
  description: 'Who may ask. Client keys are for the administrator.',
  relays: false,
  error: plainError,
  routes: {
    'GET /api/clients': {
      summary: 'List the client keys',
      answers: {
        200: jsonAnswer('All of them, without their secrets', z.object({ clients: z.array(client) })),
      },
    },
    'POST /api/clients': {
      summary: 'Make a client key',
      description: 'The answer holds the key, this once: only its hash is kept.',
      body: {
        schema: z.object({ name: z.string(), ...rules }),
        example: { name: 'my laptop', limits: { requests_per_minute: 30 } },
      },
      answers: {
        201: jsonAnswer(
          'The client with its key',
          client.extend({ key: text('sk-noria-…, shown only now') }),
        ),
      },
    },
    'GET /api/clients/:id': {
      summary: 'Show a client',
      params,
      answers: { 200: jsonAnswer('It', client) },
    },
    'PATCH /api/clients/:id': {
      summary: 'Change a client',
      description: 'What is not named stays.',
      params,
      body: {
        schema: z.object({ name: z.string().optional(), ...rules }),
        example: { limits: { tokens_per_day: 200_000 } },
      },
      answers: { 200: jsonAnswer('The changed client', client) },
    },
    'DELETE /api/clients/:id': {
      summary: 'Remove a client key',
      params,
      answers: { 200: jsonAnswer('The client that was', client) },
    },
    'GET /api/session': {
      summary: 'Tell whether this browser is signed in',
      answers: {
        200: jsonAnswer('Whether, and till when', session(), { signed_in: false, expires_at: null }),
      },
    },
    'POST /api/session': {
      summary: 'Sign in with the administrator’s token',
      body: { schema: z.object({ token: z.string() }), example: { token: 'noria-admin-…' } },
      answers: { 200: jsonAnswer('Signed in, by a cookie', session()) },
    },
    'DELETE /api/session': {
      summary: 'Sign out',
      answers: { 200: jsonAnswer('Signed out', session(), { signed_in: false, expires_at: null }) },
    },
  },
};

function session(): z.ZodObject {
  return z.object({ signed_in: z.boolean(), expires_at: z.string().nullable() });
}
