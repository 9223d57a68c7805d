/** What the list is narrowed by, under the names of GET /api/traces; the address of the page holds the same. */
export const filterNames = [
  'q',
  'outcome',
  'provider',
  'model',
  'route',
  'strategy',
  'code',
  'client',
  'key',
  'period',
  'from',
  'to',
] as const;
export type FilterName = (typeof filterNames)[number];
export type Filters = Readonly<Partial<Record<FilterName, string>>>;

/** The last minutes, hours or days, in ms: an address that is opened tomorrow speaks of tomorrow. */
export const periods = { '15m': 900_000, '1h': 3_600_000, '24h': 86_400_000, '7d': 604_800_000 } as const;
export type Period = keyof typeof periods;

export function isPeriod(text: string | undefined): text is Period {
  return text !== undefined && Object.hasOwn(periods, text);
}

/** `search`: of an address, with or without `?`. What is no filter is left out; a wrong value stays, for the gateway to say what is allowed. */
export function readFilters(search: string): Filters {
  const given = new URLSearchParams(search);
  const filters: Partial<Record<FilterName, string>> = {};
  for (const name of filterNames) {
    const value = given.get(name)?.trim() ?? '';
    if (value !== '') filters[name] = value;
  }
  if (!isPeriod(filters.period)) delete filters.period;
  return filters;
}

/** The page with these filters; always the same for the same ones. */
export function pageAddress(filters: Filters): string {
  return withParameters('/requests', filters);
}

/** The same for the gateway. `now`: epoch ms, from which a period counts back. `more`: what else is asked, such as `limit`. */
export function queryOf(
  { period, ...filters }: Filters,
  now: number,
  more: Readonly<Record<string, string>>,
): string {
  const from = isPeriod(period) ? new Date(now - periods[period]).toISOString() : filters.from;
  return withParameters('', { ...more, ...filters, ...(from === undefined ? {} : { from }) });
}

/** A change of one filter; '' takes it away. A period and a span of one's own exclude each other. */
export function changed(filters: Filters, name: FilterName, value: string): Filters {
  const rest: Partial<Record<FilterName, string>> = { ...filters };
  delete rest[name];
  if (value.trim() === '') return rest;
  if (name === 'period') {
    delete rest.from;
    delete rest.to;
  }
  if (name === 'from' || name === 'to') delete rest.period;
  return { ...rest, [name]: value.trim() };
}

export function activeFilters(filters: Filters): readonly FilterName[] {
  return filterNames.filter((name) => filters[name] !== undefined);
}

function withParameters(path: string, values: Readonly<Record<string, string>>): string {
  const filters = filterNames.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]]));
  const more = Object.entries(values).filter(([name]) => !(filterNames as readonly string[]).includes(name));
  const parameters = new URLSearchParams([...filters, ...more] as [string, string][]);
  return parameters.size === 0 ? path : `${path}?${parameters.toString()}`;
}
