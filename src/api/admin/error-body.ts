import type { NoriaError } from '../../shared/errors.ts';
import { errorExtras } from '../http/error-extras.ts';

/** The error of the administrator's routes and of everything that has no dialect of its own. */
export function plainErrorBody(error: NoriaError): object {
  const { code, message, details } = error;
  return {
    error: {
      code,
      message,
      ...(details.param === undefined ? {} : { param: details.param }),
      ...errorExtras(error),
    },
  };
}
