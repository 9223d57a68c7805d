import type { CurvePoint, DayResult, ProviderResult } from '../simulate/day-result.ts';
import type { Shape } from '../simulate/shapes.ts';
import { renderColumns } from './render-columns.ts';

export interface RenderedWith {
  /** As it was asked for. */
  readonly rate: string;
  readonly shape: Shape;
  readonly tookMs: number;
}

const barWidth = 60;
const mostRows = 48;

/** A simulated day as text, within 80 columns. */
export function renderDay(day: DayResult, { rate, shape, tookMs }: RenderedWith): string {
  const from = `${day.from.slice(0, 16).replace('T', ' ')} UTC`;
  const title = `${hoursOf(day.hours)} of ${rate} from ${from}, shape ${shape}, seed ${day.seed}`;
  return `${[title, '', providerTable(day), '', ...curveLines(day.curve), '', ...closing(day, tookMs)].join('\n')}\n`;
}

function providerTable({ providers, local_requests: local, failures }: DayResult): string {
  const rows = Object.entries(providers).map(([id, provider]) => providerRow(id, provider));
  const others = [
    ...(local > 0 ? [['local', '', '', counted(local)]] : []),
    ...(failures > 0 ? [['failed', '', '', counted(failures)]] : []),
  ];
  return renderColumns(
    ['', 'keys', 'accounts', 'served', 'refused', 'allowed', 'harvest', 'tokens'],
    [...rows, ...others],
  );
}

function providerRow(
  id: string,
  { keys, accounts, requests, refused, allowed, harvest, tokens }: ProviderResult,
): string[] {
  return [
    id,
    String(keys),
    String(accounts),
    counted(requests),
    counted(refused),
    allowed === null ? '-' : counted(allowed),
    harvest === null ? '-' : percent(harvest),
    tokens === 0 ? '0' : `${(tokens / 1e6).toFixed(tokens < 1e5 ? 2 : 1)}M`,
  ];
}

/** Requests over time: who served them. */
function curveLines(curve: readonly CurvePoint[]): string[] {
  const points = curve.length > mostRows ? merged(curve, Math.ceil(curve.length / 24 / 31) * 24) : curve;
  const most = Math.max(1, ...points.map(({ requests }) => requests));
  const byDay = points !== curve;
  const lines = points.map(({ at, requests, local, failures }) => {
    const label = byDay ? at.slice(5, 10) : at.slice(11, 16);
    const width = Math.round((requests / most) * barWidth);
    const [localWidth, failedWidth] = [local, failures].map((part) =>
      requests === 0 ? 0 : Math.round((part / requests) * width),
    ) as [number, number];
    const cloudWidth = Math.max(0, width - localWidth - failedWidth);
    const bar = '█'.repeat(cloudWidth) + '░'.repeat(localWidth) + '×'.repeat(failedWidth);
    return `  ${label} ${counted(requests).padStart(8)} ${bar}`.trimEnd();
  });
  return [`${byDay ? '  day  ' : '  UTC  '} requests  █ cloud  ░ local  × failed`, ...lines];
}

function merged(curve: readonly CurvePoint[], size: number): CurvePoint[] {
  return Array.from({ length: Math.ceil(curve.length / size) }, (_, index) => {
    const part = curve.slice(index * size, (index + 1) * size);
    const sum = (name: 'requests' | 'cloud' | 'local' | 'failures'): number =>
      part.reduce((total, point) => total + point[name], 0);
    const at = part[0]?.at ?? '';
    return {
      at,
      requests: sum('requests'),
      cloud: sum('cloud'),
      local: sum('local'),
      failures: sum('failures'),
    };
  });
}

function closing(day: DayResult, tookMs: number): string[] {
  const { harvest_requests: ofRequests, harvest_tokens: ofTokens } = day;
  const kinds = [
    ofRequests === null ? [] : [`${percent(ofRequests)} where requests run out first`],
    ofTokens === null ? [] : [`${percent(ofTokens)} where tokens do`],
  ].flat();
  const failed = Object.entries(day.failure_codes).map(([code, count]) => `${code} ${counted(count)}`);
  return [
    `Harvest ${day.harvest === null ? '-' : percent(day.harvest)}${kinds.length === 0 ? '' : ` (${kinds.join(', ')})`}`,
    `Failures ${counted(day.failures)}${failed.length === 0 ? '' : ` (${failed.join(', ')})`}, local ${percent(day.local_share)}, wasted calls ${counted(day.wasted_calls)}, saved $${day.saved_usd.toFixed(2)}`,
    `${counted(day.requests)} requests lived in ${(tookMs / 1_000).toFixed(1)} s`,
  ];
}

function counted(count: number): string {
  return count.toLocaleString('en');
}

/** Downward: what is not whole is not called whole. */
function percent(share: number): string {
  return `${(Math.floor(share * 1_000) / 10).toFixed(1)} %`;
}

function hoursOf(hours: number): string {
  return `${hours} ${hours === 1 ? 'hour' : 'hours'}`;
}
