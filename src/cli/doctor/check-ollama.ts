import type { Config } from '../../config/types.ts';
import { ask, fieldOf } from './ask.ts';
import { findingsOf, type Finding } from './finding.ts';

const { ok, note, todo } = findingsOf('Local models');

/** Whether Ollama answers, and has something to answer with. Nobody has to have it. */
export async function checkOllama({ providers }: Config, isNamed: boolean): Promise<Finding> {
  const ollama = providers.get('ollama');
  if (ollama === undefined || !ollama.enabled) return note('Ollama is switched off');
  const { origin } = new URL(ollama.baseUrl);
  const answer = await ask(`${origin}/api/tags`);
  const models = fieldOf(answer?.body, 'models');
  if (answer?.status === 200 && Array.isArray(models)) {
    if (models.length > 0) return ok(`Ollama answers at ${origin}: ${models.length} models`);
    return todo(`Ollama answers at ${origin} and has no model`, 'ollama pull llama3.2');
  }
  const silent = `Ollama does not answer at ${origin}`;
  if (isNamed) return todo(silent, 'Start it with ollama serve, or mend OLLAMA_BASE_URL.');
  return note(`${silent}: there is no local fallback`, 'Nothing has to be done: https://ollama.com/download');
}
