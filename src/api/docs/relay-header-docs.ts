/** The headers of routes that ask providers; docs/api.md says the same. */
export const relayRequestHeaders = {
  type: 'object',
  properties: {
    'x-noria-strategy': {
      type: 'string',
      enum: ['cascade', 'race', 'hedge'],
      description:
        'How providers are asked: one after the other, at once, or a second one when the first is slow',
    },
    'x-noria-deadline-ms': {
      type: 'integer',
      minimum: 1,
      maximum: 3_600_000,
      description: 'The answer must begin by then',
    },
    'x-noria-resume': {
      type: 'string',
      enum: ['on', 'off'],
      description: 'Whether another provider goes on with a stream that dies',
    },
    'x-noria-session': { type: 'string', description: 'Stay on one model while it serves' },
  },
} as const;

export const relayAnswerHeaders = {
  'x-noria-provider': { type: 'string', description: 'Who served, or was asked last; empty = nobody' },
  'x-noria-model': { type: 'string', description: 'Which model' },
  'x-noria-key': { type: 'string', description: 'With which key, masked' },
  'x-noria-attempts': { type: 'string', description: 'How many were asked' },
  'x-noria-trace': { type: 'string', description: 'The id of the decision trace' },
  'x-noria-overhead-ms': { type: 'string', description: 'Time spent in Noria itself' },
  'x-noria-local': { type: 'string', description: '`true` when the local fallback served' },
} as const;
