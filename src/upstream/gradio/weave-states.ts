import { z } from 'zod';
import type { Endpoint, Parameter } from './endpoint.ts';

const configSchema = z.object({
  components: z.array(
    z.object({ id: z.unknown(), type: z.string().catch(''), skip_api: z.boolean().nullish().catch(null) }),
  ),
  dependencies: z.array(
    z.object({ api_name: z.string().nullish().catch(null), inputs: z.array(z.unknown()).catch([]) }),
  ),
});

const state: Parameter = { name: '', kind: 'other', initial: null, range: null };

/**
 * The endpoint with the inputs that `/info` leaves out. An app keeps its own state between calls; in Gradio 4 a call
 * without a null in its place fails ("didn't receive enough input values"), Gradio 6 takes it with and without.
 */
export function weaveStates(endpoint: Endpoint, config: unknown): Endpoint {
  const parsed = configSchema.safeParse(config);
  if (!parsed.success) return endpoint;
  const { components, dependencies } = parsed.data;
  const inputs = dependencies.find((dependency) => `/${dependency.api_name}` === endpoint.name)?.inputs ?? [];
  const states = new Set(
    components.filter(({ type, skip_api: hidden }) => hidden ?? type === 'state').map(({ id }) => id),
  );
  const shown = inputs.filter((id) => !states.has(id)).length;
  if (shown !== endpoint.parameters.length) return endpoint;
  const parameters = endpoint.parameters.values();
  return {
    ...endpoint,
    parameters: inputs.map((id) => (states.has(id) ? state : (parameters.next().value ?? state))),
  };
}
