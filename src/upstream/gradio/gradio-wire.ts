import { addressed } from '../credentials.ts';
import type { Wire } from '../wire.ts';
import { callGradio } from './call-gradio.ts';
import { callPlain } from './call-plain.ts';
import { detect, type Kind } from './detect.ts';
import { mustCallTool, noTools } from './no-tools.ts';
import { OnceListener } from './once-listener.ts';
import { spaceRoot } from './space-root.ts';
import type { Space } from './space.ts';
import { Steps } from './steps.ts';

/** An owner may change what runs in a Space. */
const knownForMs = 10 * 60_000;

export interface GradioWireOptions {
  /** Epoch ms. */
  readonly now: () => number;
  /** For what turns out to speak OpenAI's dialect. */
  readonly openai: Wire;
}

/**
 * A Hugging Face Space, or any generator of the owner's own, at the root URL `call.baseUrl`: OpenAI's dialect if it
 * has that, else Gradio's, else one plain POST. What it is, is found out with the first call.
 */
export function createGradioWire({ now, openai }: GradioWireOptions): Wire {
  const known = new Map<string, { readonly kind: Kind; readonly untilAt: number }>();
  let serial = 0;

  async function serve(space: Space): Promise<void> {
    const cached = known.get(space.root);
    const found = cached !== undefined && now() < cached.untilAt ? cached.kind : await detect(space);
    if (found.kind === 'refused') return space.listener.refused(found.answer);
    if (found !== cached?.kind) known.set(space.root, { kind: found, untilAt: now() + knownForMs });
    if (found.kind !== 'openai' && mustCallTool(space.call.body)) return space.listener.refused(noTools);
    switch (found.kind) {
      case 'openai':
        return callOpenai(space, found.models);
      case 'gradio':
        return callGradio(space, found);
      case 'plain':
        serial += 1;
        return callPlain(space, `chatcmpl-${space.created.toString(36)}-${serial}`);
      default:
        return found satisfies never;
    }
  }

  function callOpenai({ call, root, steps, listener }: Space, models: readonly string[]): void {
    // The catalog's name of the model is a stand-in: a server with names of its own knows only those.
    const model = models.includes(call.model) ? call.model : (models[0] ?? call.model);
    steps.run(() => openai.chat({ ...call, baseUrl: `${root}/v1`, model }, steps.http, listener));
  }

  return {
    chat: (call, http, told) => {
      const root = spaceRoot(call.baseUrl);
      const steps = new Steps(http);
      const listener = new OnceListener(told, ({ status }) => {
        if (status === 404 || status === 405) known.delete(root);
      });
      const { headers } = addressed(call.provider, root, call.secret);
      const space = { call, root, headers, steps, listener, created: Math.floor(now() / 1_000) };
      serve(space).catch((error: unknown) => {
        if (listener.over) throw error;
        listener.broken(error instanceof Error ? error : new Error(String(error)));
      });
      return {
        abort: () => {
          listener.over = true;
          steps.abort();
        },
        pause: () => steps.pause(),
        resume: () => steps.resume(),
      };
    },
  };
}
