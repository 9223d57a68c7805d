import { join } from 'node:path';
import { keyOf, type Machine, type Target, type Tool } from '../tool.ts';

/**
 * Set by its environment on its first start; from then on its own database counts, under Admin Panel → Settings →
 * Connections. In Docker the host is `host.docker.internal`. Several servers: OPENAI_API_BASE_URLS and OPENAI_API_KEYS,
 * with semicolons between them.
 * Source: https://docs.openwebui.com/getting-started/env-configuration,
 * https://docs.openwebui.com/getting-started/quick-start/starting-with-openai-compatible (2026-11-21)
 */
export const openWebui: Tool = {
  id: 'open-webui',
  name: 'Open WebUI',
  about: 'chat in the browser, often in Docker',
  isFound: (machine) => machine.hasCommand('open-webui') || machine.exists(fileOf(machine)),
  settings: (target, machine) => ({
    files: [
      {
        path: fileOf(machine),
        format: 'dotenv',
        entries: [
          { path: ['OPENAI_API_BASE_URL'], value: `${fromContainer(target)}/v1` },
          { path: ['OPENAI_API_KEY'], value: keyOf(target), secret: true },
        ],
      },
    ],
    environment: {},
    steps: [
      'Docker: docker run --env-file open-webui.env --add-host=host.docker.internal:host-gateway …',
      'Noria must listen where a container reaches it: HOST=0.0.0.0 on Linux.',
      'Without Docker: set both variables, with 127.0.0.1 for host.docker.internal.',
      'A later start does not read them: then add the connection in the Admin Panel, Settings, Connections.',
    ],
    witness: { url: ['OPENAI_API_BASE_URL'], key: ['OPENAI_API_KEY'] },
  }),
};

function fileOf({ folder }: Machine): string {
  return join(folder, 'open-webui.env');
}

/** Inside a container, the loopback address is the container's own. */
export function fromContainer({ url }: Pick<Target, 'url'>): string {
  return url.replace(/^(https?:\/\/)(?:127\.0\.0\.1|localhost|\[::1\])(?=:|$)/, '$1host.docker.internal');
}
