import type { FastifyInstance } from 'fastify';
import { asAdmin } from '../gateway.ts';

export interface KnownRoute {
  readonly method: string;
  /** As it was added, with its parameters. */
  readonly pattern: string;
  /** With something in place of them. */
  readonly url: string;
}

/** Every route that takes its method: the framework's own tree, without the stand-ins that answer 405. */
export async function routesOf(app: FastifyInstance): Promise<readonly KnownRoute[]> {
  await app.ready();
  const routes: KnownRoute[] = [];
  for (const [, pattern = '', methods = ''] of treeOf(app).matchAll(/^(\S+) \(([A-Z, ]+)\)/gm)) {
    const url = pattern.replace(/:[a-z]+/gi, 'none').replace('*', 'none');
    for (const method of methods.split(', ')) {
      if (method === 'HEAD') continue;
      // Event streams never end by themselves: the head is enough.
      const asked = { method: method as 'GET', url, headers: asAdmin, payloadAsStream: true } as const;
      const answer = await app.inject(asked);
      answer.stream().destroy();
      if (answer.statusCode !== 405) routes.push({ method, pattern, url });
    }
  }
  return routes;
}

/** A line a route: the drawing of the tree is taken away. */
function treeOf(app: FastifyInstance): string {
  const open: string[] = [];
  const lines: string[] = [];
  for (const line of app.printRoutes({ commonPrefix: false }).split('\n')) {
    const [, drawing = '', rest = ''] = /^([\s│├└─]*)(.*)$/u.exec(line) ?? [];
    const depth = Math.floor(drawing.length / 4);
    const [, part = '', methods = ''] = /^(\S*)\s*(\(.*\))?$/.exec(rest) ?? [];
    open.length = depth;
    // The slash before it is left out there.
    open[depth] = part === '*' ? '/*' : part;
    if (methods !== '') lines.push(`${open.join('')} ${methods}`);
  }
  return lines.join('\n');
}
