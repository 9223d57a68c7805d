import { buildWeb } from './build-web.js';

/** Before the first test of a run. */
export function setup() {
  buildWeb();
}
