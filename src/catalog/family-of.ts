/** What a provider adds to a model's name, without making it another model. Taken off the end until none is left. */
const endings: readonly RegExp[] = [
  /[:-](free|latest|cloud|nitro|exacto|extended|beta|preview|versatile|instant)$/,
  /-(instruct|it|chat)(-(turbo|fast|lite))?$/,
  // Quantisation.
  /-(fp8|fp16|bf16|int8|int4|awq|gptq|nvfp4|q\d[_a-z0-9]*)(-fast)?$/,
  // Dates: 2508, 0731, 03-2025, 20250219, 2025-02-19. A version such as 2.5 or 8b is none.
  /-(2[3-9](0[1-9]|1[0-2])|(0[1-9]|1[0-2])([0-2]\d|3[01])|(0[1-9]|1[0-2])-20\d\d|20\d{6}|20\d\d-\d\d-\d\d)$/,
];

/**
 * The family of a model id that the catalog does not list, so that one model is one name over all providers:
 * `openai/gpt-oss-120b`, `gpt-oss:120b` and `@cf/openai/gpt-oss-120b` are `gpt-oss-120b`.
 */
export function familyOf(modelId: string): string {
  return versioned(bare(modelId.toLowerCase().trim().split('/').at(-1) ?? ''));
}

/**
 * The family of a model that makes vectors. Two versions or sizes of one name answer vectors that cannot be compared: only
 * the vendor before the name and Ollama's `:latest` are taken off.
 */
export function vectorFamilyOf(modelId: string): string {
  const name = modelId.toLowerCase().trim().split('/').at(-1) ?? '';
  return name.replace(/:latest$/, '').replaceAll(':', '-');
}

function bare(name: string): string {
  const shorter = endings.reduce((text, ending) => text.replace(ending, ''), name);
  if (shorter === name || shorter === '') return name.replaceAll(':', '-');
  return bare(shorter);
}

/** Vendors and Ollama write one version in several ways: `Meta-Llama-3.3`, `llama3.3`; `gemma4`; `Qwen-3.8`. */
function versioned(name: string): string {
  return name
    .replace(/^meta-llama/, 'llama')
    .replace(/^(llama|gemma)-?(\d)/, '$1-$2')
    .replace(/^qwen-(\d)/, 'qwen$1')
    .replace(/^flux\.(\d)/, 'flux-$1');
}
