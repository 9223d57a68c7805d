import type { NoriaError } from '../../shared/errors.ts';
import { plainErrorBody } from '../admin/error-body.ts';
import { anthropicErrorBody, anthropicErrorHeaders } from '../anthropic/error-body.ts';
import { chatErrorBody } from '../chat/error-body.ts';
import { geminiErrorBody, geminiStatusOf } from '../gemini/error-body.ts';
import { ollamaErrorBody } from '../ollama/error-body.ts';
import { openaiErrorBody } from '../openai/error-body.ts';
import { pathOf } from './admit.ts';

/** How a group of routes tells an error. */
export interface Dialect {
  /** Its answers carry the `x-noria-…` headers. */
  readonly relays: boolean;
  statusOf(error: NoriaError): number;
  bodyOf(error: NoriaError, traceId: string): object;
  /** Headers of its own, beside those of all. */
  headersOf?(error: NoriaError, traceId: string): Record<string, string>;
}

const openai: Dialect = {
  relays: true,
  // OpenAI's own status for a prompt that is too long.
  statusOf: (error) => (error.code === 'context_too_long' ? 400 : error.status),
  bodyOf: openaiErrorBody,
};
const anthropic: Dialect = {
  relays: true,
  statusOf: (error) => (error.code === 'context_too_long' ? 400 : error.status),
  bodyOf: anthropicErrorBody,
  headersOf: anthropicErrorHeaders,
};
const chat: Dialect = { relays: true, statusOf: (error) => error.status, bodyOf: chatErrorBody };
const gemini: Dialect = { relays: true, statusOf: geminiStatusOf, bodyOf: geminiErrorBody };
const ollama: Dialect = { relays: true, statusOf: (error) => error.status, bodyOf: ollamaErrorBody };
const plain: Dialect = { relays: false, statusOf: (error) => error.status, bodyOf: plainErrorBody };

/** By the address, so that unknown routes have one as well. */
export function dialectOf(url: string): Dialect {
  const path = `${pathOf(url)}/`;
  if (path.startsWith('/v1/messages/')) return anthropic;
  if (path.startsWith('/v1/')) return openai;
  if (path.startsWith('/v1beta/')) return gemini;
  if (path.startsWith('/ollama/')) return ollama;
  return path.startsWith('/api/chat/') || path.startsWith('/api/content-generator/') ? chat : plain;
}
