import { NoriaError } from '../shared/errors.ts';

export function noSuchKey(id: string): NoriaError {
  return new NoriaError('not_found', `There is no key ${id}`);
}

/** `provider`: its name. */
export function keyIsThere(provider: string, how: 'already' | 'again'): NoriaError {
  return new NoriaError('conflict', `This key of ${provider} is there ${how}`, { param: 'secret' });
}
