import { join } from 'node:path';
import { keyOf, type Machine, type Path, type Tool } from '../tool.ts';
import { fromContainer } from './open-webui.ts';

const endpoint = (...names: string[]): Path => ['endpoints', 'custom', { named: 'Noria' }, ...names];

/**
 * An entry of `endpoints.custom` in `librechat.yaml`; `${NORIA_API_KEY}` is filled from the `.env` beside it. `fetch` asks
 * /v1/models. It runs in Docker as a rule, whose compose file must mount librechat.yaml.
 * Source: https://www.librechat.ai/docs/quick_start/custom_endpoints,
 * https://www.librechat.ai/docs/configuration/librechat_yaml/object_structure/custom_endpoint (2026-11-21)
 */
export const librechat: Tool = {
  id: 'librechat',
  name: 'LibreChat',
  about: 'chat in the browser; run this in its folder',
  isFound: (machine) => machine.exists(fileOf(machine)),
  settings: (target, machine) => {
    return {
      files: [
        {
          path: fileOf(machine),
          format: 'yaml',
          entries: [
            { path: ['version'], value: '1.2.1', onlyIfMissing: true },
            // Not the key itself: a reference that LibreChat fills.
            { path: endpoint('apiKey'), value: '${NORIA_API_KEY}' },
            { path: endpoint('baseURL'), value: `${fromContainer(target)}/v1` },
            { path: endpoint('models', 'default'), value: [target.model] },
            { path: endpoint('models', 'fetch'), value: true },
            { path: endpoint('titleConvo'), value: true },
            { path: endpoint('titleModel'), value: 'current_model' },
            { path: endpoint('modelDisplayLabel'), value: 'Noria' },
          ],
        },
        {
          path: join(machine.folder, '.env'),
          format: 'dotenv',
          entries: [{ path: ['NORIA_API_KEY'], value: keyOf(target), secret: true }],
        },
      ],
      environment: {},
      steps: [
        'Docker: mount librechat.yaml in docker-compose.override.yml, and start LibreChat again.',
        'Noria must listen where a container reaches it: HOST=0.0.0.0 on Linux.',
      ],
      witness: { url: endpoint('baseURL'), key: ['NORIA_API_KEY'], keyFile: 1 },
    };
  },
};

function fileOf({ env, folder }: Machine): string {
  return env['CONFIG_PATH'] || join(folder, 'librechat.yaml');
}
