import type { Resolution } from '../engine/resolve.ts';
import { NoriaError } from '../shared/errors.ts';

/** Why a request has no plan, in words that say what to do. */
export function planError(
  resolution: Exclude<Resolution, { kind: 'plan' }>,
  model: string | undefined,
  settingsUrl: string,
): NoriaError {
  switch (resolution.kind) {
    case 'no_provider':
      return new NoriaError(
        'no_provider',
        `No provider is configured yet: add a key at ${settingsUrl}, or start Ollama on this machine.`,
      );
    case 'nobody':
      return new NoriaError(
        'no_provider',
        resolution.name === 'auto:private'
          ? 'No model on this machine answers: start Ollama, or name a server of your own in noria.yaml.'
          : `Nothing that is configured serves ${resolution.name} by itself: add a key of another provider at ${settingsUrl}, or name a model as provider/model.`,
      );
    case 'unknown_model': {
      const { nearest, knownAt, silentAt } = resolution;
      const elsewhere =
        knownAt.length === 0 ? '' : ` It is known at ${knownAt.join(', ')}: add a key at ${settingsUrl}.`;
      const silent =
        silentAt.length === 0 ? '' : ` It is configured at ${silentAt.join(', ')}, which does not answer.`;
      const message = `There is no model "${model ?? 'auto'}" here.${silent}${elsewhere} Nearest: ${nearest.join(', ')}.`;
      return new NoriaError('model_not_found', message, { param: 'model', nearest });
    }
    case 'too_long':
      return new NoriaError(
        'context_too_long',
        `The prompt is longer than every model that could serve it; the largest window has ${resolution.largest} tokens.`,
        {
          param: 'messages',
        },
      );
    default:
      return resolution satisfies never;
  }
}
