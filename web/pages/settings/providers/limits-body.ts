import type { ProviderLimitView } from '../../../../src/api/views/provider-view.ts';

/** Limits as `PUT /api/providers/:id` takes them: `{ requests: { minute: 30 }, concurrent: 2 }`. */
export type LimitsBody = Readonly<Record<string, number | Readonly<Record<string, number>>>>;

/** What the form asks for; every other limit that was set stays as it is. */
export const limitFields = [
  { name: 'requestsMinute', unit: 'requests', window: 'minute' },
  { name: 'requestsDay', unit: 'requests', window: 'day' },
  { name: 'tokensMinute', unit: 'tokens', window: 'minute' },
  { name: 'tokensDay', unit: 'tokens', window: 'day' },
] as const;

export type LimitField = (typeof limitFields)[number]['name'];
export type LimitTexts = Readonly<Record<LimitField, string>>;

export function isConfigured({ source, model, group }: ProviderLimitView): boolean {
  return source === 'configured' && model === undefined && group === undefined;
}

/** What the owner has set, as the fields show it. */
export function textsOf(limits: readonly ProviderLimitView[]): LimitTexts {
  const own = limits.filter(isConfigured);
  const entries = limitFields.map(({ name, unit, window }) => {
    const found = own.find((limit) => limit.unit === unit && limit.window === window && !hasSide(limit));
    return [name, found === undefined ? '' : String(found.limit)];
  });
  return Object.fromEntries(entries) as LimitTexts;
}

/** Fields that are no whole number, 0 or more. An empty one sets no limit. */
export function wrongFields(texts: LimitTexts): readonly LimitField[] {
  return limitFields.map(({ name }) => name).filter((name) => !/^\d{0,15}$/.test(texts[name].trim()));
}

/** The fields, and whatever else was set before. */
export function limitsBody(texts: LimitTexts, before: readonly ProviderLimitView[]): LimitsBody {
  const body: Record<string, number | Record<string, number>> = {};
  const put = (name: string, window: string, amount: number): void => {
    const windows = body[name];
    body[name] = { ...(typeof windows === 'object' ? windows : {}), [window]: amount };
  };
  for (const limit of before.filter(isConfigured).filter((one) => !isField(one))) {
    if (limit.window === 'now') body[limit.unit] = limit.limit;
    else put(hasSide(limit) ? `${limit.side}_${limit.unit}` : limit.unit, limit.window, limit.limit);
  }
  for (const { name, unit, window } of limitFields) {
    const text = texts[name].trim();
    if (text !== '') put(unit, window, Number(text));
  }
  return body;
}

function isField(limit: ProviderLimitView): boolean {
  return (
    !hasSide(limit) && limitFields.some(({ unit, window }) => limit.unit === unit && limit.window === window)
  );
}

function hasSide({ side }: ProviderLimitView): boolean {
  return side !== undefined && side !== 'all';
}
