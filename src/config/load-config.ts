import type { Provider } from '../catalog/types.ts';
import { decideConfig } from './config.ts';
import { readEnv, type EnvSources } from './env.ts';
import { readConfigFile } from './file.ts';
import { settings } from './settings.ts';
import type { Config } from './types.ts';

/**
 * The configuration of this process: its environment, `.env` and noria.yaml.
 * @throws ConfigError with every wrong value that there is
 */
export function loadConfig(catalog: ReadonlyMap<string, Provider>, sources: EnvSources = {}): Config {
  const env = readEnv(sources);
  const file = readConfigFile({ folder: env.folder, named: env.values[settings.configFile.name] });
  return decideConfig({ env, file, catalog });
}
