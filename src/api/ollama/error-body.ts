import type { NoriaError } from '../../shared/errors.ts';
import { errorExtras } from '../http/error-extras.ts';

/** Ollama's error is a text (https://docs.ollama.com/api/errors); Noria's own fields stand beside it. */
export function ollamaErrorBody(error: NoriaError): object {
  return { error: error.message, code: error.code, ...errorExtras(error) };
}
