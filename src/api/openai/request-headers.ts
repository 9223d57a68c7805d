import type { IncomingHttpHeaders } from 'node:http';
import type { Strategy } from '../../engine/plan.ts';
import { NoriaError } from '../../shared/errors.ts';

export interface RequestWishes {
  /** null = the installation's default. */
  readonly deadlineMs: number | null;
  readonly strategy: Strategy | null;
  readonly resume: boolean | null;
  readonly session: string | null;
}

const longestSession = 200;
const longestDeadlineMs = 3_600_000;

/** `x-noria-…` of a request. @throws NoriaError invalid_request that names the header and what is allowed */
export function readRequestHeaders(headers: IncomingHttpHeaders): RequestWishes {
  return {
    deadlineMs: deadlineOf(textOf(headers['x-noria-deadline-ms'])),
    strategy: strategyOf(textOf(headers['x-noria-strategy'])),
    resume: resumeOf(textOf(headers['x-noria-resume'])),
    session: sessionOf(headers['x-noria-session']),
  };
}

function deadlineOf(text: string | null): number | null {
  if (text === null) return null;
  const ms = /^\d{1,8}$/.test(text) ? Number(text) : 0;
  if (ms >= 1 && ms <= longestDeadlineMs) return ms;
  throw wrong('x-noria-deadline-ms', text, `whole milliseconds from 1 to ${longestDeadlineMs}`);
}

function strategyOf(text: string | null): Strategy | null {
  if (text === null || text === 'cascade' || text === 'race' || text === 'hedge') return text;
  throw wrong('x-noria-strategy', text, 'cascade, race, hedge');
}

function resumeOf(text: string | null): boolean | null {
  if (text === null) return null;
  if (text === 'on' || text === 'off') return text === 'on';
  throw wrong('x-noria-resume', text, 'on, off');
}

function sessionOf(value: string | string[] | undefined): string | null {
  const text = (Array.isArray(value) ? value.join(',') : value)?.trim();
  if (text === undefined || text === '') return null;
  if (text.length <= longestSession) return text;
  throw wrong('x-noria-session', text, `at most ${longestSession} characters`);
}

function wrong(name: string, text: string, allowed: string): NoriaError {
  return new NoriaError('invalid_request', `${name} is "${text.slice(0, 100)}"; allowed: ${allowed}.`, {
    param: name,
  });
}

function textOf(value: string | string[] | undefined): string | null {
  const text = (Array.isArray(value) ? value.join(',') : value)?.trim().toLowerCase();
  return text === undefined || text === '' ? null : text;
}
