import type { Profile } from '../profile.ts';
import type { SimProfileName, SimSpec } from '../sim-spec.ts';
import { anthropic } from './anthropic.ts';
import { cerebras } from './cerebras.ts';
import { cloudflare } from './cloudflare.ts';
import { cohere } from './cohere.ts';
import { deepseek } from './deepseek.ts';
import { gemini } from './gemini.ts';
import { groq } from './groq.ts';
import { hfSpace } from './hf-space.ts';
import { huggingface } from './huggingface.ts';
import { mistral } from './mistral.ts';
import { nvidia } from './nvidia.ts';
import { ollama } from './ollama.ts';
import { openai } from './openai.ts';
import { openrouter } from './openrouter.ts';
import { replicate } from './replicate.ts';
import { sambanova } from './sambanova.ts';
import { together } from './together.ts';

export const profileTable: Readonly<Record<SimProfileName, Profile>> = {
  groq,
  mistral,
  gemini,
  openrouter,
  together,
  huggingface,
  cerebras,
  cohere,
  nvidia,
  cloudflare,
  sambanova,
  deepseek,
  openai,
  anthropic,
  ollama,
  hf_space: hfSpace,
  replicate,
};

export function profileOf(spec: SimSpec): Profile {
  if (spec.profile !== undefined) return profileTable[spec.profile];
  return Object.hasOwn(profileTable, spec.id) ? profileTable[spec.id as SimProfileName] : profileTable.openai;
}
