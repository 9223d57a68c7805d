import type { IncomingHttpHeaders } from 'node:http';

const longestSession = 200;

/**
 * Claude Code names its session in a header: its requests for one model's name stay on one model while that serves.
 * https://code.claude.com/docs/en/llm-gateway
 */
export function sessionOf(headers: IncomingHttpHeaders, model: string | undefined): string | null {
  const id = headers['x-claude-code-session-id'];
  if (typeof id !== 'string' || id === '' || id.length > longestSession) return null;
  return `claude-code ${id} ${model ?? 'auto'}`;
}
