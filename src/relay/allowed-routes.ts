import type { Plan } from '../engine/plan.ts';
import { NoriaError } from '../shared/errors.ts';

/**
 * Whether a client key may ask for what it asks for: one of the names it was given, whatever they lead to. A name that
 * ends with a star stands for all that begin so; `groq/*` for the models of groq alone.
 * @param plan what the name leads to; null = nothing
 * @throws NoriaError forbidden that says which names the key may ask for
 */
export function checkAllowed(names: readonly string[], model: string | undefined, plan: Plan | null): void {
  const asked = model === undefined || model === '' ? 'auto' : model;
  if (names.some((name) => covers(name, asked) && keepsTo(name, plan))) return;
  const list = names.join(', ');
  throw new NoriaError('forbidden', `This client key may not use "${asked}"; it may use: ${list}.`, {
    param: 'model',
  });
}

/** Whether a name is among those that a client key was given, wherever it leads. */
export function isNamed(names: readonly string[], model: string): boolean {
  return names.some((name) => covers(name, model));
}

/** As names of families are looked up: large and small letters are the same. */
function covers(name: string, asked: string): boolean {
  const [wanted, given] = [name.toLowerCase(), asked.toLowerCase()];
  return wanted.endsWith('*') ? given.startsWith(wanted.slice(0, -1)) : given === wanted;
}

/** `openai/gpt-oss-120b` is no model of OpenAI's: whoever may use all of `openai/*` may not use others' by that name. */
function keepsTo(name: string, plan: Plan | null): boolean {
  const slash = name.indexOf('/');
  if (plan === null || slash < 0 || !name.endsWith('*')) return true;
  const provider = name.slice(0, slash).toLowerCase();
  return plan.steps.every(({ models }) => models.every((node) => node.provider.id === provider));
}
