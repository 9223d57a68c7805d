import { isSystemName, takesPrompt, type Parameter } from './endpoint.ts';
import { joinPrompt, type Prompt } from './prompt.ts';
import type { Wishes } from './wishes.ts';

/** The `data` of a Gradio call: one value for each parameter, in their order. */
export function fillInputs(
  parameters: readonly Parameter[],
  prompt: Prompt,
  wishes: Wishes,
): readonly unknown[] {
  const system = parameters.find(({ kind, name }) => kind === 'text' && isSystemName(name));
  const main = parameters.find(takesPrompt);
  const apart = system !== undefined && prompt.system !== '';
  const text = apart ? prompt.text : joinPrompt(prompt);
  return parameters.map((parameter) => {
    if (parameter === main) return parameter.kind === 'multimodal' ? { text, files: [] } : text;
    if (parameter === system && apart) return prompt.system;
    return inRange(wished(parameter, wishes), parameter.range) ?? initialOf(parameter);
  });
}

function wished({ kind, name }: Parameter, { maxTokens, temperature, topP }: Wishes): number | undefined {
  if (kind !== 'number') return undefined;
  if (/max.*(?:token|length|len$)|num_predict|n_predict/i.test(name)) return maxTokens;
  if (/temperature|^temp$/i.test(name)) return temperature;
  return /top.?p\b|nucleus/i.test(name) ? topP : undefined;
}

/** A slider refuses what is beyond its ends. */
function inRange(value: number | undefined, range: Parameter['range']): number | undefined {
  if (value === undefined || range === null) return value;
  return Math.min(range[1], Math.max(range[0], value));
}

function initialOf({ kind, initial }: Parameter): unknown {
  // The transcript is in the prompt: the app's own memory stays empty.
  if (kind === 'history') return [];
  if (initial !== undefined) return initial;
  if (kind === 'number') return 0;
  return kind === 'text' ? '' : null;
}
