import type { Model } from '../catalog/types.ts';

/**
 * How strong a model is, from 0 to 100, as far as its name and its strengths tell: providers publish no common measure,
 * and any order is better for hard questions than none. Only the order matters. Evidence C.
 */
export function powerOf({ id, family, strengths }: Model): number {
  const name = `${id} ${family}`.toLowerCase();
  const bySize = sizePower(name) ?? namePower(name);
  return Math.min(
    100,
    bySize + (strengths.includes('reasoning') ? 5 : 0) + (strengths.includes('long') ? 2 : 0),
  );
}

/** `gpt-oss-120b` → 120 billion parameters; of a mixture (`120b-a12b`) the whole. */
function sizePower(name: string): number | null {
  const sizes = [...name.matchAll(/(?<![a-z0-9.])(\d+(?:\.\d+)?)b(?![a-z])/g)].map(([, size]) =>
    Number(size),
  );
  if (sizes.length === 0) return null;
  const size = Math.max(...sizes);
  return Math.round(Math.min(85, 25 + 29 * Math.log10(Math.max(1, size))));
}

const weak = /\b(?:lite|nano|mini|small|tiny|haiku|instant|8x7b)\b/;
const strong = /\b(?:pro|large|opus|ultra|max|k2|kimi|glm|deepseek|gpt-5|command-a|compound)\b/;
const middling = /\b(?:medium|sonnet|flash|plus|turbo)\b/;

function namePower(name: string): number {
  if (weak.test(name)) return 40;
  if (strong.test(name)) return 80;
  return middling.test(name) ? 70 : 50;
}
