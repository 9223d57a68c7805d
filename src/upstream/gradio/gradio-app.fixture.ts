import type { Arrival } from '../anthropic/record-chat.ts';

/**
 * A Gradio app for tests: `/config`, `/info` and the two-step call, in the shapes of gradio 4.44 and 5.49
 * (gradio/routes.py: simple_predict_post, simple_predict_get; info as client.view_api(return_format="dict") gives it).
 */
export interface AppSpec {
  readonly version: 4 | 5;
  /** What the GET of the event tells. */
  readonly events: string;
  readonly parameters?: readonly unknown[];
  /** Beside version and prefix. */
  readonly config?: object;
  /** Leaves the stream open. */
  readonly hangs?: boolean;
}

export function sse(event: string, data: unknown): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

export function parameter(name: string, component: string, type: unknown, initial?: unknown): unknown {
  return {
    label: name,
    parameter_name: name,
    parameter_has_default: initial !== undefined,
    parameter_default: initial ?? null,
    type,
    python_type: { type: 'str', description: '' },
    component,
    example_input: component === 'Textbox' ? 'Hello!!' : 3,
  };
}

const message = parameter('message', 'Textbox', { type: 'string' });

export function gradioApp({
  version,
  events,
  parameters = [message],
  config = { dependencies: [{ id: 0, api_name: 'chat' }] },
  hangs = false,
}: AppSpec): (arrival: Arrival) => void {
  const prefix = version === 4 ? '' : '/gradio_api';
  const about = { version: `${version}.49.1`, ...(version === 4 ? {} : { api_prefix: prefix }), ...config };
  const info = { named_endpoints: { '/chat': { parameters, returns: [] } }, unnamed_endpoints: {} };
  return ({ res, path }) => {
    if (path === 'GET /config') return json(res, 200, about);
    if (path === `GET ${prefix}/info`) return json(res, 200, info);
    if (path === `POST ${prefix}/call/chat`) return json(res, 200, { event_id: 'e1' });
    if (path !== `GET ${prefix}/call/chat/e1`) return json(res, 404, { detail: 'Not Found' });
    res.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    res.write(events);
    if (!hangs) res.end();
  };
}

export function json(res: Arrival['res'], status: number, body: unknown): void {
  res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
