import type { Provider } from '../../catalog/types.ts';
import { ConfigError } from '../../config/config-error.ts';
import type { EnvSources } from '../../config/env.ts';
import { loadConfig } from '../../config/load-config.ts';
import type { Config } from '../../config/types.ts';
import { findingsOf, type Finding } from './finding.ts';

export interface SettingsCheck {
  /** null = the start would refuse them. */
  readonly config: Config | null;
  readonly findings: readonly Finding[];
}

/** What a start would say of the environment, `.env` and noria.yaml. */
export function checkSettings(catalog: ReadonlyMap<string, Provider>, sources: EnvSources): SettingsCheck {
  const { ok, todo } = findingsOf('Settings');
  try {
    const config = loadConfig(catalog, sources);
    const findings = config.warnings.map((warning) =>
      todo(warning, 'Mend it in the environment, .env or noria.yaml, or take it out.'),
    );
    return {
      config,
      findings: findings.length > 0 ? findings : [ok('environment, .env and noria.yaml are good')],
    };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const findings = error.problems.map((problem) =>
      todo(problem, 'Noria does not start before this is mended: docs/configuration.md.'),
    );
    return { config: null, findings };
  }
}
