import { createScrubber } from '../shared/scrub.ts';
import { ConfigError } from './config-error.ts';

/** What is found while deciding: problems stop the start, warnings do not. Neither ever shows a secret. */
export interface Findings {
  problem(text: string): void;
  warning(text: string): void;
  /** A secret that may stand in a text of these. */
  secret(value: string): void;
  warnings(): readonly string[];
  /** Throws one ConfigError with every problem, when there is one. */
  stopOnProblems(): void;
}

export function createFindings(): Findings {
  const scrubber = createScrubber();
  const problems = new Set<string>();
  const warnings = new Set<string>();
  return {
    problem: (text) => void problems.add(text),
    warning: (text) => void warnings.add(text),
    secret: (value) => scrubber.add(value),
    warnings: () => [...warnings].map((text) => scrubber.scrub(text)),
    stopOnProblems() {
      if (problems.size > 0) throw new ConfigError([...problems].map((text) => scrubber.scrub(text)));
    },
  };
}
